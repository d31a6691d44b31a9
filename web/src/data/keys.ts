// Random names: Idempotency-Keys and ids of tabs. `crypto.randomUUID` is only
// there in secure contexts.

export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );
}
