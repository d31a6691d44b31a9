// The tabs of one user share one stream: the leader, who holds a Web Lock,
// reads it and tells the others.

export interface Locks {
  request(
    name: string,
    options: { steal?: boolean; signal?: AbortSignal },
    act: () => Promise<void>,
  ): Promise<unknown>;
}

export interface Channel {
  postMessage(message: unknown): void;
  onmessage: ((event: { data: unknown }) => void) | null;
  close(): void;
}

export interface TabsSettings<Message> {
  name: string;
  // Absent outside of secure contexts: then each tab leads itself.
  locks: Locks | null;
  channel: Channel | null;
  lead(): void;
  follow(): void;
  hear(message: Message): void;
  now?: () => number;
}

export const pulseMs = 5000;
export const patienceMs = 15_000;

type Envelope<Message> =
  | { pulse: true }
  | { hello: true }
  | { login: true }
  | { message: Message };

export class Tabs<Message> {
  private leading = false;
  private closed = false;
  private heardAt: number;
  private timer: ReturnType<typeof setInterval>;
  private release: (() => void) | null = null;
  onHello: () => void = () => {};
  // Somebody has logged in again in another tab.
  onLogin: () => void = () => {};

  constructor(private readonly settings: TabsSettings<Message>) {
    this.heardAt = this.now();
    if (settings.channel)
      settings.channel.onmessage = (event) =>
        this.hear(event.data as Envelope<Message>);
    this.timer = setInterval(() => this.beat(), pulseMs);
    if (!settings.locks) this.lead();
    else {
      this.post({ hello: true });
      void this.ask(false);
    }
  }

  get leads(): boolean {
    return this.leading;
  }

  tell(message: Message): void {
    if (this.leading) this.post({ message });
  }

  tellLogin(): void {
    this.post({ login: true });
  }

  close(): void {
    this.closed = true;
    clearInterval(this.timer);
    this.release?.();
    this.settings.channel?.close();
  }

  private now(): number {
    return (this.settings.now ?? Date.now)();
  }

  private post(envelope: Envelope<Message>): void {
    this.settings.channel?.postMessage(envelope);
  }

  private hear(envelope: Envelope<Message>): void {
    if ("hello" in envelope) {
      if (this.leading) this.onHello();
      return;
    }
    if ("login" in envelope) return this.onLogin();
    this.heardAt = this.now();
    if ("message" in envelope && !this.leading)
      this.settings.hear(envelope.message);
  }

  private beat(): void {
    if (this.leading) this.post({ pulse: true });
    else if (this.now() - this.heardAt > patienceMs) {
      this.heardAt = this.now();
      void this.ask(true);
    }
  }

  private async ask(steal: boolean): Promise<void> {
    try {
      await this.settings.locks!.request(
        this.settings.name,
        steal ? { steal } : {},
        () =>
          new Promise<void>((resolve) => {
            if (this.closed) return resolve();
            this.release = resolve;
            this.lead();
          }),
      );
    } catch {
      // The lock was stolen: this tab was silent for too long.
      if (this.closed || !this.leading) return;
      this.leading = false;
      this.heardAt = this.now();
      this.settings.follow();
      void this.ask(false);
    }
  }

  private lead(): void {
    if (this.leading) return;
    this.leading = true;
    this.post({ pulse: true });
    this.settings.lead();
  }
}
