import { Component, type ReactNode } from "react";
import { Failed } from "./states";

// What fails inside stays inside: a part that could not be loaded, say.
export class Boundary extends Component<
  { children: ReactNode },
  { error: unknown }
> {
  override state = { error: null as unknown };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return (
      <Failed
        error={this.state.error}
        retry={() => this.setState({ error: null })}
      />
    );
  }
}
