import { expect, type Locator, type Page } from '@playwright/test';
import { RoutingDialogPage } from './routing-dialog-page.ts';

/** The graph page as a person uses it: with the mouse on the canvas, and the keyboard. */
export class GraphPage {
  readonly page: Page;
  readonly url: string;
  constructor(page: Page, url: string) {
    this.page = page;
    this.url = url;
  }

  async open(search = ''): Promise<void> {
    await this.page.goto(`${this.url}/${search}`);
    await this.settled();
  }

  /** The graph is drawn and nothing moves any more. */
  async settled(): Promise<void> {
    await expect(this.canvas).toHaveAttribute('data-settled', 'true', { timeout: 30_000 });
  }

  get canvas(): Locator {
    return this.page.getByTestId('graph-canvas');
  }

  /** The stand-in of a node, which lies over its drawing. */
  node(id: string): Locator {
    return this.canvas.locator(`[data-node-id="${id}"]`);
  }

  /** The middle of a node on the canvas. */
  async centreOf(id: string): Promise<{ readonly x: number; readonly y: number }> {
    let before = '';
    for (;;) {
      await this.settled();
      const box = await this.node(id).boundingBox();
      if (box === null) throw new Error(`${id} is not on the canvas`);
      // The first figures bring edges, and nodes move to their places: a person, too, waits until they stand.
      const now = JSON.stringify(box);
      if (now === before) return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      before = now;
      await this.page.waitForTimeout(250);
    }
  }

  /** Clicks the canvas where the node is drawn. */
  async click(id: string): Promise<void> {
    const { x, y } = await this.centreOf(id);
    await this.page.mouse.click(x, y);
  }

  /** Right-clicks the canvas where the node is drawn. */
  async rightClick(id: string): Promise<void> {
    const { x, y } = await this.centreOf(id);
    await this.page.mouse.click(x, y, { button: 'right' });
  }

  /** Right click, Actions, Weighted routing. */
  async openWeightedRouting(id: string): Promise<RoutingDialogPage> {
    await this.rightClick(id);
    await this.page.getByRole('menuitem', { name: 'Actions' }).hover();
    await this.page.getByRole('menuitem', { name: /Weighted routing/ }).click();
    const dialog = new RoutingDialogPage(this.page);
    await expect(dialog.root).toBeVisible();
    return dialog;
  }
}
