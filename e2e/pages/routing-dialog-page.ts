import { expect, type Locator, type Page } from '@playwright/test';

/** The weighted routing dialog. */
export class RoutingDialogPage {
  readonly page: Page;
  readonly root: Locator;
  constructor(page: Page) {
    this.page = page;
    this.root = page.getByRole('dialog', { name: 'Weighted routing' });
  }

  slider(version: string): Locator {
    return this.root.getByRole('slider', { name: `Share of ${version}` });
  }

  /** Drags a slider with the mouse to a percentage, in steps as a hand does. */
  async dragTo(version: string, percent: number): Promise<void> {
    const slider = this.slider(version);
    await expect(slider).toBeVisible();
    const from = Number(await slider.getAttribute('aria-valuenow'));
    const box = await slider.boundingBox();
    if (box === null) throw new Error(`no slider for ${version}`);
    const y = box.y + 14;
    const x = (value: number) => box.x + (box.width * value) / 100;
    await this.page.mouse.move(x(from), y);
    await this.page.mouse.down();
    await this.page.mouse.move(x((from + percent) / 2), y, { steps: 5 });
    await this.page.mouse.move(x(percent), y, { steps: 5 });
    await this.page.mouse.up();
    await expect(slider).toHaveAttribute('aria-valuenow', String(percent));
  }

  /** Types a share into a version's field. */
  async type(version: string, percent: number): Promise<void> {
    const field = this.root.getByRole('textbox', { name: `Share of ${version} in percent` });
    await field.fill(String(percent));
    await field.press('Enter');
  }

  get applyButton(): Locator {
    return this.root.getByRole('button', { name: /^Apply / });
  }

  /** Waits for the plan and applies it. */
  async apply(): Promise<void> {
    await expect(this.applyButton).not.toHaveAttribute('aria-disabled', 'true');
    await this.applyButton.click();
  }

  /** Opens one of the tabs under the sliders. */
  async tab(name: 'Effect' | 'Findings' | 'Difference' | 'Permissions'): Promise<void> {
    await this.root.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
  }

  /** The row of a version in the table of what arrived since the change. */
  settlingRow(version: string): Locator {
    return this.root.getByTestId('settling-table').locator(`[data-version="${version}"]`);
  }
}
