// Gives a file to the person before the screen.

export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  follow(url, name);
  // Browsers read it a little later.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export function follow(url: string, name: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
}
