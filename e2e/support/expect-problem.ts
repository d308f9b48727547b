import { expect } from '@playwright/test';
import { ERROR_CATALOGUE, type ErrorCode, type Problem } from '@weir/shared';
import type { Answer } from './http.ts';

/** A problem of the catalogue with whole sentences, and nothing of the server's inside. */
export function expectProblem(answer: Answer, code: ErrorCode, detail: RegExp, status?: number): void {
  const problem = answer.body as Problem;
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect({ status: answer.status, code: problem.code, detail: problem.detail }).toEqual({
    status: status ?? ERROR_CATALOGUE[code].status,
    code,
    detail: expect.stringMatching(detail),
  });
  for (const sentence of [problem.detail, problem.remedy, problem.notDone].filter((text) => text !== undefined))
    expect(sentence).toMatch(/^\S.*\.$/s);
  expect(problem.remedy).toBeDefined();
  expect(answer.text).not.toMatch(/\bat .*\.js:\d+/);
}
