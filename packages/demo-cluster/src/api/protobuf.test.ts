import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeProtobuf } from './protobuf.ts';

const field = (number: number, bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from([number * 8 + 2, bytes.length]), bytes]);
const text = (number: number, value: string): Buffer => field(number, Buffer.from(value));
const message = (number: number, ...fields: Buffer[]): Buffer => field(number, Buffer.concat(fields));
const envelope = (apiVersion: string, kind: string, raw: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0x6b, 0x38, 0x73, 0x00]), message(1, text(1, apiVersion), text(2, kind)), field(2, raw)]);

describe('D1: the protobuf bodies of typed Go clients', () => {
  it('kubectl auth can-i', () => {
    const attributes = message(
      1,
      text(1, 'default'),
      text(2, 'patch'),
      text(3, 'networking.istio.io'),
      text(5, 'virtualservices'),
    );
    const body = envelope('authorization.k8s.io/v1', 'SelfSubjectAccessReview', message(2, attributes));
    expect(decodeProtobuf(body)).toEqual({
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: {
        resourceAttributes: {
          namespace: 'default',
          verb: 'patch',
          group: 'networking.istio.io',
          resource: 'virtualservices',
        },
      },
    });
  });

  it('kubectl create configmap', () => {
    const metadata = message(1, text(1, 'cm'), message(8), message(11, text(1, 'app'), text(2, 'a')));
    const raw = Buffer.concat([
      metadata,
      message(2, text(1, 'a'), text(2, '1')),
      message(2, text(1, 'b'), text(2, '2')),
    ]);
    expect(decodeProtobuf(envelope('v1', 'ConfigMap', raw))).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'cm', labels: { app: 'a' } },
      data: { a: '1', b: '2' },
    });
  });

  it('refuses kinds and fields that it would have to drop', () => {
    expect(decodeProtobuf(envelope('v1', 'Pod', Buffer.alloc(0)))).toBeUndefined();
    expect(decodeProtobuf(envelope('v1', 'ConfigMap', message(9, text(1, 'x'))))).toBeUndefined();
    expect(decodeProtobuf(envelope('v1', 'ConfigMap', message(9, message(1))))).toBeDefined();
    expect(decodeProtobuf(Buffer.from('{}'))).toBeUndefined();
  });

  it('S4: broken bytes are an error, never a hang', () => {
    const header = [0x6b, 0x38, 0x73, 0x00];
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          decodeProtobuf(Buffer.from([...header, ...bytes]));
        } catch (cause) {
          expect(cause).toBeInstanceOf(RangeError);
        }
      }),
    );
  });
});
