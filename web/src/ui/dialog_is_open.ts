// Whether a dialog is open. A screen that arrives late takes no focus from it.
export const dialogIsOpen = () =>
  document.querySelector('[role="dialog"]') !== null;
