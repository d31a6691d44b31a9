// What people read for the contract's values.

import { dayIn, daysBetween } from "../data/due";
import type { Priority, Role, Status } from "../data/types";

export const statusNames: Record<Status, string> = {
  todo: "To do",
  in_progress: "In progress",
  completed: "Completed",
  cancelled: "Cancelled",
};

export const priorityNames: Record<Priority, string> = {
  none: "No priority",
  low: "Low",
  medium: "Medium",
  high: "High",
  urgent: "Urgent",
};

export const roleNames: Record<Role, string> = {
  viewer: "Viewer",
  member: "Member",
  manager: "Manager",
};

export const fieldNames: Record<string, string> = {
  title: "Title",
  description: "Description",
  text: "Text",
  status: "Status",
  priority: "Priority",
  due: "Due",
  project: "Project",
  assignees: "Assignees",
  labels: "Labels",
  parent: "Parent",
  repeat: "Repeats",
};

export function sayValue(field: string, value: unknown): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (Array.isArray(value))
    return value.length > 0 ? value.join(", ") : "nobody or nothing";
  if (field === "status") return statusNames[value as Status] ?? String(value);
  if (field === "priority")
    return priorityNames[value as Priority] ?? String(value);
  return String(value);
}

// How long ago, as the clock says for a day, and then the zone's calendar.
export function ago(at: string, zone: string, now = Date.now()): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(at)) / 1000));
  if (seconds < 60) return "just now";
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.round(minutes / 60);
  if (hours < 24) return `${hours} h ago`;
  const days = daysBetween(
    dayIn(zone, new Date(at)),
    dayIn(zone, new Date(now)),
  );
  // A day of 25 hours, when summer time ends.
  if (days < 1) return `${hours} h ago`;
  if (days < 30) return days === 1 ? "yesterday" : `${days} days ago`;
  return new Date(at).toLocaleDateString("en-GB", {
    timeZone: zone,
    day: "numeric",
    month: "short",
    year: "numeric",
  });
}

export function sayBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ["kB", "MB", "GB", "TB"];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value >= 10 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
