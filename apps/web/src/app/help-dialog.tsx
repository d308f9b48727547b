import { X } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { HEALTH_WORDS, HealthMark } from '../ui/health-mark.tsx';
import { Modal } from '../ui/modal.tsx';

const KEYS: readonly (readonly [readonly string[], string])[] = [
  [['←', '→', '↑', '↓'], 'walk along the edges'],
  [['↵'], 'open the details'],
  [['⇧', 'F10'], 'open the menu (or the Menu key)'],
  [['W'], 'weighted routing of what is selected'],
  [['/'], 'find'],
  [['P'], 'pause, and go on'],
  [['0'], 'fit everything'],
  [['+', '−'], 'zoom'],
  [['Esc'], 'close, or let go'],
];
const STATES = ['healthy', 'degraded', 'failing', 'idle', 'unknown'] as const;
const STATE_WORDS: Readonly<Record<(typeof STATES)[number], string>> = {
  healthy: 'within its thresholds',
  degraded: 'some requests fail, or pods are missing',
  failing: 'too many requests fail, or no pod is ready',
  idle: 'no traffic in the window',
  unknown: 'not measured: no sidecar, or no figures',
};

export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Modal label="Keys and legend" width={680} onClose={onClose}>
      <header className="dialog-head">
        <h1 className="grow">Keys and legend</h1>
        <Button look="quiet" size="small" square aria-label="Close" onClick={onClose}>
          <X className="icon" size={16} aria-hidden="true" />
        </Button>
      </header>
      <div className="help-columns">
        <section>
          <h2>Keys</h2>
          <ul>
            {KEYS.map(([keys, words]) => (
              <li key={words}>
                <span className="help-keys">
                  {keys.map((key) => (
                    <kbd key={key} className="kbd">
                      {key}
                    </kbd>
                  ))}
                </span>
                {words}
              </li>
            ))}
          </ul>
        </section>
        <section>
          <h2>Health</h2>
          <ul>
            {STATES.map((state) => (
              <li key={state}>
                <HealthMark state={state} />
                <span>
                  {HEALTH_WORDS[state]} <span className="muted">{STATE_WORDS[state]}</span>
                </span>
              </li>
            ))}
          </ul>
          <h2 className="help-second">Splits</h2>
          <p className="sub">
            A channel is as wide as the share that is <b>set</b>; the flow inside is as wide as the share that was{' '}
            <b>observed</b>. Where nothing is set, the share by ready pods is called <b>expected</b>.
          </p>
        </section>
      </div>
    </Modal>
  );
}
