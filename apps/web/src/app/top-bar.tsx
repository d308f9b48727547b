import type { NamespaceSummary, Session, SourceStatus } from '@weir/shared';
import { Laptop, Moon, Pause, Play, Plug, Sun } from 'lucide-react';
import { Popover } from 'radix-ui';
import { NamespacePicker } from '../features/namespaces/namespace-picker.tsx';
import { formatAge } from '../lib/format.ts';
import type { ThemeChoice } from '../lib/use-theme.ts';
import { Button } from '../ui/button.tsx';
import { HealthMark } from '../ui/health-mark.tsx';

export interface TopBarProps {
  readonly session: Session | undefined;
  readonly namespaces: readonly NamespaceSummary[];
  readonly chosen: readonly string[];
  readonly onChoose: (namespaces: readonly string[]) => void;
  readonly sources: readonly SourceStatus[];
  readonly nowMs: number;
  readonly live: boolean;
  readonly paused: boolean;
  readonly onPause: (paused: boolean) => void;
  readonly theme: ThemeChoice;
  readonly onTheme: (theme: ThemeChoice) => void;
}

const THEMES: readonly ThemeChoice[] = ['system', 'light', 'dark'];
const THEME_ICON = { system: Laptop, light: Sun, dark: Moon };

export function TopBar(props: TopBarProps) {
  const { session, paused, live, theme } = props;
  const ThemeIcon = THEME_ICON[theme];
  const nextTheme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
  return (
    <header className="topbar">
      <a className="brand" href="/">
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
        Weir
      </a>
      <span className="context" title={session?.cluster.server}>
        <span className="muted">Cluster</span> {session?.cluster.name ?? '…'}
      </span>
      <span className="slash" />
      <NamespacePicker namespaces={props.namespaces} chosen={props.chosen} onChoose={props.onChoose} />
      <span className="grow" />
      <Button
        aria-pressed={paused}
        title={paused ? 'The picture stands still' : 'Changes are on screen as they happen'}
        onClick={() => props.onPause(!paused)}
      >
        <i className="live-dot" data-off={paused || !live} aria-hidden="true" />
        {paused ? 'Paused' : live ? 'Live' : 'Connecting'}
        {paused ? (
          <Play className="icon" size={12} aria-hidden="true" />
        ) : (
          <Pause className="icon" size={12} aria-hidden="true" />
        )}
      </Button>
      <span className="divider" />
      <Sources sources={props.sources} nowMs={props.nowMs} />
      <Button
        look="quiet"
        square
        aria-label={`Theme: ${theme}. Switch to ${nextTheme}`}
        title={`Theme: ${theme}`}
        onClick={() => props.onTheme(nextTheme)}
      >
        <ThemeIcon className="icon" size={15} aria-hidden="true" />
      </Button>
      {session !== undefined && (
        <span
          className="tag outlined"
          title={session.readOnly ? session.readOnlyReason : `You are ${session.user.name}`}
        >
          {session.readOnly ? 'Read-only' : session.user.name}
        </span>
      )}
    </header>
  );
}

const KIND_WORDS: Readonly<Record<string, string>> = {
  direct: 'Sidecars',
  prometheus: 'Prometheus',
  none: 'No traffic figures',
  kubernetes: 'Cluster',
};
const STATE_HEALTH = {
  ok: 'healthy',
  degraded: 'degraded',
  unreachable: 'failing',
  starting: 'idle',
  off: 'idle',
} as const;

/** T2: which sources are used, how old they are, and why. */
function Sources({ sources, nowMs }: Pick<TopBarProps, 'sources' | 'nowMs'>) {
  const telemetry = sources.find((source) => source.name === 'telemetry');
  const age = telemetry?.lastSuccess === undefined ? undefined : formatAge(nowMs - Date.parse(telemetry.lastSuccess));
  return (
    <Popover.Root>
      <Popover.Trigger className="source" aria-label="Sources of what you see">
        <Plug className="icon" size={14} aria-hidden="true" />
        <span>
          <b>{telemetry === undefined ? 'Sources' : (KIND_WORDS[telemetry.kind] ?? telemetry.kind)}</b>
          {age !== undefined && `, ${age} ago`}
        </span>
        {telemetry !== undefined && telemetry.state !== 'ok' && (
          <HealthMark state={STATE_HEALTH[telemetry.state]} size={9} />
        )}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover source-popover" align="end" sideOffset={6}>
          {sources.length === 0 && <p className="muted">Nothing is known of the sources yet.</p>}
          {sources.map((source) => (
            <div key={source.name}>
              <h3 className="row">
                <HealthMark state={STATE_HEALTH[source.state]} />
                {KIND_WORDS[source.kind] ?? source.kind}
                <span className="muted xs">{source.state}</span>
              </h3>
              <p className="sub">{source.detail}</p>
              {source.error !== undefined && <p className="health-failing">{source.error}</p>}
            </div>
          ))}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
