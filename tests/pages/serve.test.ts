import { type FastifyInstance, fastify } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NO_BOUNDARIES } from '../../gateway/pages/boundaries.js';
import { addPages, type BuiltPages, readPages } from '../../gateway/pages/serve.js';
import { projectFile } from '../../schema/files.js';

describe('the pages on the server', () => {
  let app: FastifyInstance;
  let pages: BuiltPages;
  beforeAll(() => {
    const read = readPages(projectFile('dist', 'pages'));
    if (!read) throw new Error('The pages were not built before the tests.');
    pages = read;
    app = fastify();
    addPages(app, pages, NO_BOUNDARIES);
  });
  afterAll(() => app.close());

  test.each(['/', '/map', '/sources', '/indicators/DOCTORS', '/explorer'])('%s is a page', async (url) => {
    const response = await app.inject({ url });
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(response.headers['cache-control']).toBe('no-cache');
    expect(response.body).toContain('<html lang="vi">');
  });

  test('a page has no script and no style of its own, and its policy allows neither', async () => {
    const { body, headers } = await app.inject({ url: '/' });
    expect(body).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\bstyle=|\bon\w+=/);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  });

  test('the nonce is another one for each answer, the same in policy and page', async () => {
    const [one, two] = [await app.inject({ url: '/explorer' }), await app.inject({ url: '/explorer' })];
    const nonceOf = ({ headers }: typeof one) =>
      /'nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1];
    expect(nonceOf(one)).not.toBe(nonceOf(two));
    expect(one.body).toContain(`content="${nonceOf(one)}"`);
  });

  test('every file that a page names is there, and may be kept for ever', async () => {
    const { body } = await app.inject({ url: '/' });
    const named = [...body.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, url = '']) => url);
    expect(named.length).toBeGreaterThan(1);
    for (const url of named) {
      const { statusCode, headers } = await app.inject({ url });
      expect(statusCode).toBe(200);
      expect(headers['cache-control']).toContain('immutable');
    }
  });

  test.each([
    ['br, gzip', 'br'],
    ['gzip', 'gzip'],
    ['identity', undefined],
  ])('a browser that takes "%s" gets a script packed so', async (accepted, encoding) => {
    const url = `/assets/${pages.manifest.pages.dashboard.script}`;
    const { headers } = await app.inject({ url, headers: { 'accept-encoding': accepted } });
    expect(headers['content-encoding']).toBe(encoding);
    expect(headers.vary).toBe('Accept-Encoding, Origin');
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
  });

  test('an unknown address is told to a browser by a page, to a program by JSON, both with 404', async () => {
    const [page, json] = [
      await app.inject({ url: '/nope', headers: { accept: 'text/html,*/*;q=0.8' } }),
      await app.inject({ url: '/nope', headers: { accept: '*/*' } }),
    ];
    expect([page.statusCode, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    expect([json.statusCode, json.headers['content-type']]).toEqual([404, 'application/json; charset=utf-8']);
  });

  test.each(['/assets/nothing.js', '/assets/manifest.json', '/assets/..%2f..%2fpackage.json', '/indicators'])(
    '%s is not found',
    async (url) => {
      expect((await app.inject({ url })).statusCode).toBe(404);
    },
  );
});
