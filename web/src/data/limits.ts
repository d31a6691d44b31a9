// The cluster counts characters, where `maxLength` counts an emoji twice: a text
// that is too long is told, and not cut.

const mostInTitle = 255;

export function tooLong(text: string, most = mostInTitle): string | undefined {
  const over = [...text.trim()].length - most;
  if (over <= 0) return undefined;
  const some = over === 1 ? "1 character" : `${over} characters`;
  return `${some} too many: ${most} are the most`;
}
