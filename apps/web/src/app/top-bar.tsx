import type { NamespaceSummary, Session, SourceStatus } from '@weir/shared';
import { Laptop, Moon, Sun } from 'lucide-react';
import { type NamespaceChoice, NamespacePicker } from '../features/namespaces/namespace-picker.tsx';
import type { ThemeChoice } from '../lib/use-theme.ts';
import { Button } from '../ui/button.tsx';
import { LiveButton, type Liveness } from './live-button.tsx';
import { SourcesButton } from './sources-button.tsx';

export interface TopBarProps {
  readonly session: Session | undefined;
  readonly namespaces: readonly NamespaceSummary[];
  readonly choice: NamespaceChoice;
  /** The names that the choice comes to. */
  readonly chosen: readonly string[];
  readonly onChoose: (choice: NamespaceChoice) => void;
  readonly sources: readonly SourceStatus[];
  readonly live: Liveness;
  readonly onPause: (paused: boolean) => void;
  readonly theme: ThemeChoice;
  readonly onTheme: (theme: ThemeChoice) => void;
}

const THEMES: readonly ThemeChoice[] = ['system', 'light', 'dark'];
const THEME_ICON = { system: Laptop, light: Sun, dark: Moon };
const THEME_WORDS = { system: "the system's", light: 'light', dark: 'dark' };

/** Where we are, whether it is live, where the figures come from, and who we are. */
export function TopBar(props: TopBarProps) {
  const { session, theme } = props;
  const ThemeIcon = THEME_ICON[theme];
  const nextTheme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
  return (
    <header className="topbar">
      <a className="brand" href="/">
        <Brand />
        Weir
      </a>
      <span className="context" title={session?.cluster.server}>
        <span className="muted">Cluster</span>
        <span className="cut context-name">{session?.cluster.name ?? '…'}</span>
      </span>
      <span className="slash" />
      <NamespacePicker
        namespaces={props.namespaces}
        choice={props.choice}
        chosen={props.chosen}
        onChoose={props.onChoose}
      />
      <span className="grow" />
      <LiveButton live={props.live} onPause={props.onPause} />
      <span className="divider" />
      <SourcesButton sources={props.sources} session={session} />
      <Button
        look="quiet"
        square
        aria-label={`Theme: ${THEME_WORDS[theme]}. Switch to ${THEME_WORDS[nextTheme]}`}
        title={`Theme: ${THEME_WORDS[theme]}`}
        onClick={() => props.onTheme(nextTheme)}
      >
        <ThemeIcon className="icon" size={15} aria-hidden="true" />
      </Button>
      <span className="tag outlined who">
        <span className="cut">{session === undefined ? '…' : session.readOnly ? 'Read-only' : session.user.name}</span>
      </span>
    </header>
  );
}

const Brand = () => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    <rect x="1" y="1" width="22" height="22" rx="6" fill="var(--text)" />
    <path
      d="M4.5 8.5H9.2C13 8.5 12.6 15.5 16.4 15.5H19.5"
      fill="none"
      stroke="var(--bg-chrome)"
      strokeWidth="2"
      strokeLinecap="round"
    />
    <path d="M9.5 12.2V18.5" stroke="var(--bg-chrome)" strokeWidth="2" strokeLinecap="round" />
  </svg>
);
