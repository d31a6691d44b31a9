import { Modal } from "@mantine/core";
import { useObservable } from "../ui/use_observable";
import { keyHelp } from "./keymap";
import { useMe } from "./reads";
import css from "./shortcut_sheet.module.css";
import { shortcutSheet } from "./ui_state";

export function ShortcutSheet() {
  const open = useObservable(shortcutSheet);
  const off = useMe().preferences.shortcuts === false;
  return (
    <Modal
      opened={open}
      onClose={() => shortcutSheet.set(false)}
      title="Keyboard shortcuts"
      size="lg"
    >
      {off && (
        <p className="muted small">
          Single keys are switched off in the settings.
        </p>
      )}
      <dl className={css.keys}>
        {keyHelp.map(([keys, meaning]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
