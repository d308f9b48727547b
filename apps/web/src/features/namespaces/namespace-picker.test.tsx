import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import type { NamespaceSummary } from '@weir/shared';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stubDom } from '../../lib/testing/dom.ts';
import { NamespacePicker, type NamespacePickerProps } from './namespace-picker.tsx';

beforeEach(stubDom);
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const namespace = (name: string, services: number, system = false): NamespaceSummary => ({
  name,
  services,
  workloads: services,
  injection: 'enabled',
  system,
});
const ALL = [
  namespace('bookinfo', 4),
  namespace('default', 1),
  namespace('istio-system', 1, true),
  namespace('shop', 2),
];

function open(change: Partial<NamespacePickerProps> = {}) {
  const onChoose = vi.fn();
  render(
    <NamespacePicker
      namespaces={ALL}
      choice={undefined}
      chosen={['bookinfo', 'default', 'shop']}
      onChoose={onChoose}
      {...change}
    />,
  );
  const trigger = screen.getByRole('button', { name: /Namespaces/ });
  fireEvent.click(trigger);
  return { onChoose, trigger, dialog: screen.getByRole('dialog', { name: 'Namespaces' }) };
}
const names = () => screen.getAllByRole('checkbox').map((box) => box.parentElement?.textContent);

describe('NamespacePicker', () => {
  it('U4: the trigger names two and counts the rest', () => {
    expect(open().trigger.textContent).toBe('Namespacesbookinfo, default+1');
  });

  it.each([
    ['all', ['bookinfo', 'default'], 'Namespacesall'],
    [[], [], 'Namespacesnone'],
  ] as const)('U4: %j is said in words', (choice, chosen, words) => {
    expect(open({ choice, chosen }).trigger.textContent).toBe(words);
  });

  it("U4: the system's own come last, and every row says how much is in it", () => {
    open();
    expect(names()).toEqual([
      'bookinfo4 services',
      'default1 service',
      'shop2 services',
      'istio-systemsystem, 1 service',
    ]);
  });

  it('U4: a click adds or takes away one', () => {
    const { onChoose } = open();
    fireEvent.click(screen.getByRole('checkbox', { name: /istio-system/ }));
    fireEvent.click(screen.getByRole('checkbox', { name: /shop/ }));
    expect(onChoose.mock.calls).toEqual([[['bookinfo', 'default', 'istio-system', 'shop']], [['bookinfo', 'default']]]);
  });

  it('U6: all stays all, also for namespaces that are yet to come, and the default is no list', () => {
    const { onChoose, dialog } = open();
    for (const name of ['All', 'All but system', 'None', 'Only shop'])
      fireEvent.click(within(dialog).getByRole('button', { name }));
    expect(onChoose.mock.calls).toEqual([['all'], [undefined], [[]], [['shop']]]);
  });

  it('U4: finding narrows the list, and Enter takes the first', () => {
    const { onChoose } = open();
    const filter = screen.getByRole('textbox', { name: 'Find a namespace' });
    fireEvent.keyDown(filter, { key: 'Enter' });
    expect(onChoose).not.toHaveBeenCalled();
    fireEvent.change(filter, { target: { value: ' BOOK ' } });
    expect(names()).toEqual(['bookinfo4 services']);
    fireEvent.keyDown(filter, { key: 'Enter' });
    expect(onChoose.mock.calls).toEqual([[['bookinfo']]]);
    fireEvent.change(filter, { target: { value: 'x' } });
    expect(screen.getByText('No namespace has “x” in its name.')).toBeDefined();
  });

  it('U8: a name from a link that is not there can be seen and let go', () => {
    const { onChoose } = open({ choice: ['gone', 'shop'], chosen: ['gone', 'shop'] });
    expect(names()[0]).toBe('gonenot found');
    fireEvent.click(screen.getByRole('checkbox', { name: /gone/ }));
    expect(onChoose.mock.calls).toEqual([[['shop']]]);
  });

  it('U8: without any namespace it says so', () => {
    open({ namespaces: [], chosen: [] });
    expect(screen.getByText('No namespace may be read.')).toBeDefined();
  });
});
