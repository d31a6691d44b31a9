// Which day it is in the user's zone. It changes at midnight, also on a page on
// which nothing else does.

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
