// The seven reports: what each counts, and how it is drawn.

export interface ReportKind {
  name: string;
  title: string;
  help: string;
  // Whether it looks at a span of time, and in periods.
  timed: boolean;
  periodic: boolean;
  // The column along the chart, and those that are drawn.
  along: string;
  series: string[];
  shape: "lines" | "bars";
  columns: [string, string][];
}

export const reports: ReportKind[] = [
  {
    name: "completion",
    title: "Completion",
    help: "Of what was created in each period, how much is done.",
    timed: true,
    periodic: true,
    along: "period",
    series: ["created", "completed", "open"],
    shape: "lines",
    columns: [
      ["period", "Period"],
      ["created", "Created"],
      ["completed", "Completed"],
      ["cancelled", "Cancelled"],
      ["open", "Open"],
      ["rate", "Rate"],
    ],
  },
  {
    name: "throughput",
    title: "Throughput",
    help: "How many tasks were finished, and how many came back.",
    timed: true,
    periodic: true,
    along: "period",
    series: ["completed", "reopened"],
    shape: "lines",
    columns: [
      ["period", "Period"],
      ["completed", "Completed"],
      ["reopened", "Reopened"],
    ],
  },
  {
    name: "ageing",
    title: "Ageing",
    help: "For how long open tasks have been open.",
    timed: false,
    periodic: false,
    along: "bucket",
    series: ["count"],
    shape: "bars",
    columns: [
      ["bucket", "Open for"],
      ["status", "Status"],
      ["count", "Tasks"],
      ["oldest", "Oldest"],
    ],
  },
  {
    name: "lead-time",
    title: "Lead time",
    help: "Hours from creation, and from the start of work, to completion.",
    timed: true,
    periodic: true,
    along: "period",
    series: ["lead_p50_h", "lead_p90_h", "cycle_p50_h"],
    shape: "lines",
    columns: [
      ["period", "Period"],
      ["completed", "Completed"],
      ["lead_p50_h", "Lead, median (h)"],
      ["lead_p90_h", "Lead, 90 % (h)"],
      ["cycle_p50_h", "Cycle, median (h)"],
      ["cycle_p90_h", "Cycle, 90 % (h)"],
    ],
  },
  {
    name: "workload",
    title: "Workload",
    help: "How many open tasks each person has now.",
    timed: false,
    periodic: false,
    along: "username",
    series: ["open", "overdue"],
    shape: "bars",
    columns: [
      ["username", "Who"],
      ["open", "Open"],
      ["in_progress", "In progress"],
      ["overdue", "Overdue"],
      ["due_7d", "Due in 7 days"],
      ["blocked", "Blocked"],
    ],
  },
  {
    name: "productivity",
    title: "Productivity",
    help: "What each person created and completed.",
    timed: true,
    periodic: true,
    along: "username",
    series: ["completed", "created"],
    shape: "bars",
    columns: [
      ["username", "Who"],
      ["period", "Period"],
      ["completed", "Completed"],
      ["created", "Created"],
    ],
  },
  {
    name: "overdue",
    title: "Overdue",
    help: "Open tasks whose due date has passed.",
    timed: false,
    periodic: false,
    along: "task",
    series: ["days_late"],
    shape: "bars",
    columns: [
      ["task", "Task"],
      ["title", "Title"],
      ["project", "Project"],
      ["assignees", "Assignees"],
      ["due", "Due"],
      ["days_late", "Days late"],
      ["priority", "Priority"],
    ],
  },
];
