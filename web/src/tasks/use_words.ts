import { useEffect, useState } from "react";

const pauseMs = 250;

// The words of a search: as they are typed, and after a pause as the address has
// them, which may change by itself, too.
export function useWords(
  inAddress: string,
  show: (words: string) => void,
): [string, (words: string) => void] {
  const [typed, setTyped] = useState<string | null>(null);
  const words = typed ?? inAddress;
  useEffect(() => {
    if (words === inAddress) return setTyped(null);
    const timer = setTimeout(() => show(words), pauseMs);
    return () => clearTimeout(timer);
  }, [words, inAddress, show]);
  return [words, setTyped];
}
