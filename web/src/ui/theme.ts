// One visual language: quiet surfaces, one accent, contrast of at least 4.5.

import {
  Button,
  type CSSVariablesResolver,
  createTheme,
  Input,
} from "@mantine/core";

const closeButtonProps = { "aria-label": "Close" };
// The head of a dialog is no banner of the page.
const attributes = { header: { role: "none" } };

export const theme = createTheme({
  primaryColor: "raft",
  primaryShade: { light: 7, dark: 6 },
  colors: {
    raft: [
      "#eef3ff",
      "#dce4f5",
      "#b9c7e2",
      "#94a8d0",
      "#748dc1",
      "#5f7cb8",
      "#4f6fb0",
      "#3f5f9c",
      "#36548a",
      "#2d4b81",
    ],
    // The greys of the dark theme have the hue of its surfaces.
    dark: [
      "#e4e7eb",
      "#c3cad2",
      "#a3adb8",
      "#6b7683",
      "#3a414b",
      "#303741",
      "#262c34",
      "#1b1f25",
      "#171b20",
      "#14171b",
    ],
  },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  headings: { fontWeight: "650" },
  components: {
    Button: Button.extend({
      defaultProps: { size: "sm" },
      styles: (_, { variant = "filled" }) => ({
        // The smallest of them is 22 high: WCAG 2.5.8 asks for 24.
        root: { fontWeight: variant === "filled" ? 600 : 500, minHeight: 24 },
      }),
    }),
    // Who may not change a field reads it all the same.
    Input: Input.extend({
      styles: (_, { disabled }) => ({
        input: disabled
          ? { opacity: 1, color: "var(--mantine-color-text)" }
          : {},
      }),
    }),
    // Where the next name is typed needs no line of its own.
    MultiSelect: { styles: { inputField: { minWidth: 40 } } },
    InputWrapper: { defaultProps: { withAsterisk: false } },
    Drawer: { defaultProps: { closeButtonProps, attributes } },
    Modal: {
      defaultProps: {
        radius: "lg",
        zIndex: 300,
        closeButtonProps,
        attributes,
        // Keys act on the page again at once, not after a dialog has faded away.
        transitionProps: { exitDuration: 0 },
      },
    },
    Notification: { defaultProps: { closeButtonProps } },
  },
});

export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-body": "#ffffff",
    "--mantine-color-text": "#1c2128",
    "--mantine-color-dimmed": "#57606a",
    "--mantine-color-placeholder": "#6a737d",
    "--mantine-color-default-border": "#cfd6de",
    "--mantine-color-default-color": "#1c2128",
    "--mantine-color-error": "#c92a2a",
  },
  dark: {
    "--mantine-color-body": "#1b1f25",
    "--mantine-color-text": "#e4e7eb",
    "--mantine-color-dimmed": "#a3adb8",
    "--mantine-color-placeholder": "#8b95a1",
    "--mantine-color-default-border": "#3a414b",
    "--mantine-color-default": "#22272e",
    "--mantine-color-default-color": "#e4e7eb",
    "--mantine-color-error": "#ff8787",
  },
});
