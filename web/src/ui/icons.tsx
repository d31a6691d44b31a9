// Icons, drawn with the text's colour. They never carry meaning alone.

const paths = {
  plus: "M8 3v10M3 8h10",
  home: "M2.5 7.5 8 3l5.5 4.5V13h-3.8V9.5H6.3V13H2.5z",
  inbox: "M2.5 9.5 4.5 3.5h7l2 6v3h-11zM2.5 9.5h3.2l1 1.5h2.6l1-1.5h3.2",
  chart: "M3 13V8M8 13V3M13 13V6",
  search: "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.5 10.5l3 3",
  trash: "M3 4.5h10M6 4.5V3h4v1.5M4.5 4.5l.6 8.5h5.8l.6-8.5",
  cluster:
    "M8 2.5v3M4.7 9.6 2.9 12M11.3 9.6l1.8 2.4M8 10.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  people:
    "M6 7.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM2.5 13c0-2.2 1.5-3.5 3.5-3.5S9.5 10.8 9.5 13M10.5 3.8a2 2 0 0 1 0 3.6M11 9.7c1.6.3 2.5 1.5 2.5 3.3",
  gear: "M8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM8 2v2M8 12v2M2 8h2M12 8h2M3.8 3.8l1.4 1.4M10.8 10.8l1.4 1.4M12.2 3.8l-1.4 1.4M5.2 10.8l-1.4 1.4",
  menu: "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
  close: "M4 4l8 8M12 4l-8 8",
  dots: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  clock: "M8 13.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM8 5v3.2l2 1.3",
  comment: "M2.5 3.5h11v7h-6l-3 2.5v-2.5h-2z",
  clip: "M11.5 6.5 7 11a2 2 0 0 1-3-3l5-5a3 3 0 0 1 4.2 4.2L8 12.5",
  block: "M8 13.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM4.2 4.2l7.6 7.6",
  list: "M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.01M2.5 8h.01M2.5 12h.01",
  board: "M3 3h3v10H3zM10 3h3v6h-3z",
  calendar: "M3 4.5h10v8.5H3zM3 7.5h10M5.5 3v2.5M10.5 3v2.5",
  eye: "M1.5 8S4 4 8 4s6.5 4 6.5 4-2.5 4-6.5 4-6.5-4-6.5-4zM8 9.7a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4z",
  star: "M8 2.5l1.7 3.6 3.8.5-2.8 2.7.7 3.9L8 11.3l-3.4 1.9.7-3.9L2.5 6.6l3.8-.5z",
  check: "M3.5 8.5l3 3 6-7",
  up: "M8 13V3M4 7l4-4 4 4",
  down: "M4 6l4 4 4-4",
  external: "M9 3h4v4M13 3 7.5 8.5M11 9.5V13H3V5h3.5",
  repeat: "M4 6.5h7l-1.8-2M12 9.5H5l1.8 2",
  user: "M8 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM3.5 13.5c0-2.5 1.9-4 4.5-4s4.5 1.5 4.5 4",
  tag: "M2.5 2.5h5.5l5.5 5.5-5.5 5.5-5.5-5.5zM5.5 5.5h.01",
  parts: "M3.5 3v7.5h3M3.5 5.5h3M8.5 4h5v3h-5zM8.5 9h5v3h-5z",
  import: "M8 2.5v7M5 6.5l3 3 3-3M2.5 11v2.5h11V11",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={`${size / 16}rem`}
      height={`${size / 16}rem`}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      style={{ flexShrink: 0 }}
    >
      <path d={paths[name]} />
    </svg>
  );
}
