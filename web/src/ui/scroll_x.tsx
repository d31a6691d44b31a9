import { type ReactNode, useCallback, useState } from "react";

// A table without anything that takes the focus: where it is wider than its place,
// it takes the focus itself, so that keys scroll it.
export function ScrollX({
  name,
  className = "",
  children,
}: {
  name: string;
  className?: string;
  children: ReactNode;
}) {
  const [wide, setWide] = useState(false);
  const watch = useCallback((box: HTMLElement | null) => {
    if (!box) return;
    const observer = new ResizeObserver(() =>
      setWide(box.scrollWidth > box.clientWidth),
    );
    for (const one of [box, ...box.children]) observer.observe(one);
    return () => observer.disconnect();
  }, []);
  return (
    <section
      ref={watch}
      className={`scroll-x ${className}`}
      aria-label={name}
      tabIndex={wide ? 0 : undefined}
    >
      {children}
    </section>
  );
}
