// Due dates are days in the user's zone, never instants; due instants are.

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

export function isDay(due: string): boolean {
  return dayPattern.test(due);
}

// Whether the calendar has it: 2026-02-30 it has not.
function exists(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return (
    !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === day
  );
}

// The day of an instant in a zone: 2026-12-01.
export function dayIn(zone: string, at: Date): string {
  return new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(at);
}

export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

export function daysBetween(from: string, to: string): number {
  return Math.round(
    (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) /
      86_400_000,
  );
}

export function dueDay(due: string, zone: string): string {
  return isDay(due) ? due : dayIn(zone, new Date(due));
}

// How far the clocks of a zone are before UTC.
function offsetMs(zone: string, at: number): number {
  const second = at - (at % 1000);
  const told = new Date(second).toLocaleString("sv-SE", { timeZone: zone });
  return Date.parse(`${told.replace(" ", "T")}Z`) - second;
}

// Another day for what is due: an instant keeps its hour in the zone.
export function moveToDay(
  due: string | null,
  day: string,
  zone: string,
): string {
  if (!due || isDay(due)) return day;
  if (dueDay(due, zone) === day) return due;
  const before = Date.parse(due);
  const offset = offsetMs(zone, before);
  const days = daysBetween(dueDay(due, zone), day);
  const told = before + offset + days * 86_400_000;
  const at = told - offsetMs(zone, told - offset);
  // An hour that clocks leave out is the one after it.
  return new Date(told - offsetMs(zone, at)).toISOString();
}

export function isOverdue(
  due: string | null,
  status: string,
  zone: string,
  now = new Date(),
): boolean {
  if (!due || (status !== "todo" && status !== "in_progress")) return false;
  return isDay(due) ? due < dayIn(zone, now) : new Date(due) < now;
}

const weekdays = [
  ["sunday", "sun"],
  ["monday", "mon"],
  ["tuesday", "tue"],
  ["wednesday", "wed"],
  ["thursday", "thu"],
  ["friday", "fri"],
  ["saturday", "sat"],
];

// What people type for a day: "fri", "tomorrow", "3d", "2026-12-01".
export function readDay(word: string, today: string): string | null {
  const text = word.toLowerCase();
  if (isDay(text)) return exists(text) ? text : null;
  if (text === "today") return today;
  if (text === "tomorrow" || text === "tmr") return addDays(today, 1);
  const count = text.match(/^(\d{1,3})([dw])$/);
  if (count)
    return addDays(today, Number(count[1]) * (count[2] === "w" ? 7 : 1));
  const weekday = weekdays.findIndex((names) => names.includes(text));
  if (weekday < 0) return null;
  const now = new Date(`${today}T00:00:00Z`).getUTCDay();
  return addDays(today, (weekday - now + 7) % 7 || 7);
}

export function sayDay(day: string, today: string, short = false): string {
  const days = daysBetween(today, day);
  if (days === 0) return "Today";
  if (days === 1) return "Tomorrow";
  if (days === -1) return "Yesterday";
  const date = new Date(`${day}T00:00:00Z`);
  const sameYear = day.slice(0, 4) === today.slice(0, 4);
  return date.toLocaleDateString("en-GB", {
    timeZone: "UTC",
    weekday: !short && days > 0 && days < 7 ? "short" : undefined,
    day: "numeric",
    month: "short",
    year: sameYear ? undefined : "numeric",
  });
}
