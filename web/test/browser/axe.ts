// Waits until a screen is whole, and asks axe what is wrong with it.

import type { Page } from "@playwright/test";
import axe from "axe-core";
import { expect } from "./fixtures";

// What was asked for is there, and nothing moves any more.
export async function settled(page: Page): Promise<void> {
  await expect(page.getByRole("heading").first()).toBeVisible();
  await expect(
    page.locator(
      "[aria-label^=Loading], .mantine-Loader-root, [aria-busy=true]",
    ),
  ).toHaveCount(0);
}

// What axe finds. In dark only the colours differ, so only they are looked at.
export async function problems(
  page: Page,
  name: string,
  rules?: string[],
): Promise<string[]> {
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async (only) => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    const found = await axe.run({
      resultTypes: ["violations"],
      // Of WCAG 2.2, and off unless asked for.
      rules: { "target-size": { enabled: !only } },
      ...(only ? { runOnly: only } : {}),
    });
    return found.violations.map(({ id, nodes }) => ({
      id,
      where: nodes.slice(0, 3).map((node) => node.target.join(" ")),
    }));
  }, rules);
  return violations.map(
    ({ id, where }) => `${name}: ${id}: ${where.join(" | ")}`,
  );
}

// What axe still finds once nothing fades in any more, and what is drawn on a
// canvas has its colours.
export async function lasting(
  page: Page,
  name: string,
  rules?: string[],
): Promise<string[]> {
  let found: string[] = [];
  await expect
    .poll(
      async () => {
        found = await problems(page, name, rules);
        return found.length;
      },
      { timeout: 10_000 },
    )
    .toBe(0)
    .catch(() => {});
  return found;
}
