import { useMantineColorScheme } from "@mantine/core";
import { useEffect } from "react";
import type { Preferences } from "../data/types";

export function usePreferences(preferences: Preferences): void {
  const { setColorScheme } = useMantineColorScheme();
  const { theme, density } = preferences;
  useEffect(() => {
    if (theme) setColorScheme(theme);
  }, [theme, setColorScheme]);
  useEffect(() => {
    document.documentElement.dataset.density = density ?? "comfortable";
  }, [density]);
}
