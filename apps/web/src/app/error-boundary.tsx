import { Component, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';

/** A defect of the page itself: says so, keeps the URL, offers to load again. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly error: Error | undefined }> {
  override state: { readonly error: Error | undefined } = { error: undefined };
  static getDerivedStateFromError(error: Error) {
    return { error };
  }
  override render() {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <EmptyState
        title="The page has a defect"
        actions={<Button onClick={() => window.location.reload()}>Load it again</Button>}
      >
        <p>
          Nothing was written to the cluster by this. What it says of itself:{' '}
          <span className="mono">{error.message}</span>
        </p>
      </EmptyState>
    );
  }
}
