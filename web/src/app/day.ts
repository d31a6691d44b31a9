// Which day it is in the user's zone, and which minute: they change also on a
// page on which nothing else does.

import { dayIn } from "../data/due";
import { Observable } from "../data/observable";

const lookMs = 10_000;

export function watchDay(zone: Observable<string>): Observable<string> {
  const now = () => dayIn(zone.get(), new Date());
  const day = new Observable(now());
  const look = () => day.set(now());
  zone.subscribe(look);
  setInterval(look, lookMs);
  return day;
}

// Counted since 1970.
export function watchMinute(): Observable<number> {
  const now = () => Math.floor(Date.now() / 60_000);
  const minute = new Observable(now());
  setInterval(() => minute.set(now()), lookMs);
  return minute;
}
