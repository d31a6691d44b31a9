// What a screen shows when it has nothing to show.

import { Button, Loader } from "@mantine/core";
import type { ReactNode } from "react";
import { Refused } from "../data/http";
import css from "./states.module.css";

export function Loading({ what = "Loading" }: { what?: string }) {
  return (
    <div className={css.state}>
      <Loader size="sm" aria-label={what} role="img" />
    </div>
  );
}

// `whole`: it is all that the screen shows, so its title is the screen's.
export function Empty({
  title,
  children,
  whole = false,
}: {
  title: string;
  children?: ReactNode;
  whole?: boolean;
}) {
  const Title = whole ? "h1" : "h2";
  return (
    <div className={css.state}>
      <Title className={css.title}>{title}</Title>
      {children && <div className="muted">{children}</div>}
    </div>
  );
}

export function Failed({
  error,
  retry,
  whole = false,
}: {
  error: unknown;
  retry?: () => void;
  whole?: boolean;
}) {
  const Title = whole ? "h1" : "h2";
  const refused = error instanceof Refused ? error : null;
  const gone = refused?.status === 404;
  const forbidden = refused?.status === 403;
  const title = gone
    ? "There is nothing here that you can see"
    : forbidden
      ? "You may not see this"
      : refused
        ? refused.problem.title
        : "No node answers";
  const detail = refused
    ? gone
      ? "It does not exist, or nobody has shared it with you."
      : refused.problem.detail
    : "What you do is kept and sent as soon as one answers.";
  return (
    <div className={css.state} role="alert">
      <Title className={css.title}>{title}</Title>
      <div className="muted">{detail}</div>
      {retry && !gone && !forbidden && (
        <Button variant="default" size="xs" mt="sm" onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  );
}

// A part of a screen that could not be read: it is not empty. The heading over
// it names it.
export function PartFailed({
  what,
  retry,
}: {
  what: string;
  retry: () => void;
}) {
  return (
    <p role="alert" className="muted small" style={{ margin: 0 }}>
      <span className="hidden">{what} could not be read. </span>
      <span aria-hidden>Failed </span>
      <Button size="compact-xs" variant="default" onClick={retry}>
        Try again
      </Button>
    </p>
  );
}

// A part of a screen in which there is nothing, for who cannot add to it.
export function None() {
  return (
    <p className="muted small" style={{ margin: 0 }}>
      None
    </p>
  );
}

// A text until what draws it is loaded: of about the height that it will have.
export function Plain({ text }: { text: string }) {
  return (
    <div
      aria-busy
      className="small"
      style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}
    >
      {text}
    </div>
  );
}
