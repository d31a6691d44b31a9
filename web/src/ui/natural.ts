// "label 2" comes before "label 10".

const collator = new Intl.Collator("en", { numeric: true });

export const byName = collator.compare;

export function inOrder(names: string[]): string[] {
  return [...names].sort(byName);
}
