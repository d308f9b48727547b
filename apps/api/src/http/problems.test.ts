import { ApplyRequest, WeightsIntent } from '@weir/shared';
import Fastify, { type FastifySchemaValidationError } from 'fastify';
import { describe, expect, it } from 'vitest';
import { GraphParameters } from '../routes/graph-parameters.ts';
import { validationText } from './problems.ts';

/** The words about a body, as Fastify's own validator finds its errors. */
async function wordsFor(schema: object, body: unknown): Promise<string> {
  const app = Fastify({ ajv: { customOptions: { coerceTypes: false, removeAdditional: false } } });
  app.post('/', { schema: { body: schema }, attachValidation: true }, async ({ validationError }) => ({
    text:
      validationError === undefined
        ? 'valid'
        : validationText(validationError.validation as FastifySchemaValidationError[], 'body'),
  }));
  const answer = await app.inject({
    method: 'POST',
    url: '/',
    payload: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
  await app.close();
  return answer.json<{ text: string }>().text;
}

const weights = (...list: unknown[]) => ({ kind: 'weights', changes: [{ route: null, weights: list }] });

describe('A: an invalid request names the field', () => {
  it.each([
    [weights({ version: 'safe', weight: 5 }), 'valid'],
    [weights({ version: 'safe', weight: '5' }), 'body.changes[0].weights[0].weight must be integer.'],
    [weights({ version: 'safe', weight: -1 }), 'body.changes[0].weights[0].weight must be >= 0.'],
    [weights({ version: 'safe', weight: 0.5 }), 'body.changes[0].weights[0].weight must be integer.'],
    [weights({ weight: 5 }), 'body.changes[0].weights[0] must have one of path, subset, version.'],
    [weights(), 'body.changes[0].weights must NOT have fewer than 1 items.'],
    [{ ...weights({ version: 'safe', weight: 5 }), kind: 'remove' }, 'body.kind must be "weights".'],
    [{ ...weights({ version: 'safe', weight: 5 }), force: true }, 'body has the field "force", which is not known.'],
    [{ kind: 'weights' }, "body must have required property 'changes'."],
    [[], 'body must be object.'],
    [null, 'body must be object.'],
  ])('A: %j', async (body, words) => {
    expect(await wordsFor(WeightsIntent, body)).toBe(words);
  });

  it('A: a field deep in an apply is named from the top', async () => {
    const body = { intent: weights({ version: 'safe', weight: true }), expect: [], digest: '', acknowledged: [] };
    expect(await wordsFor(ApplyRequest, body)).toBe('body.intent.changes[0].weights[0].weight must be integer.');
  });

  it('A: a choice of words names them all', async () => {
    expect(await wordsFor(GraphParameters, { type: 'apps' })).toBe(
      'body.type must be "app" or "versionedApp" or "workload" or "service".',
    );
  });
});
