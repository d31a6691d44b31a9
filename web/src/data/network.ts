// Whether nodes can be asked. A browser without any network says that it is
// offline, and still reaches those on its own machine.

export class Network {
  private answers = false;
  onChange: () => void = () => {};

  constructor(private readonly isLocal: boolean) {}

  get mayAsk(): boolean {
    return this.saysOnline || this.isLocal;
  }

  get up(): boolean {
    return this.saysOnline || this.answers;
  }

  get saysOnline(): boolean {
    return navigator.onLine;
  }

  lost(): void {
    this.answers = false;
  }

  // To a request that was begun while the browser said that it is offline.
  noteAnswer(): void {
    if (this.up) return;
    this.answers = true;
    this.onChange();
  }
}

export function isLoopback(host: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(host);
}
