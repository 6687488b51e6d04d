import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigFault, readConfig } from '../../gateway/config.js';
import { projectFile } from '../../schema/files.js';

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigFault) return error.faults;
    throw error;
  }
  return [];
}

describe('the gateway’s settings', () => {
  test('without any variable are those of the README', () => {
    expect(readConfig({ PATH: '/bin', PORT: '' })).toEqual({
      port: 4000,
      host: '127.0.0.1',
      deadlineMs: 3000,
      allowedHosts: [],
      corsOrigins: [],
      introspection: null,
      priceLimit: 1_000_000,
      questionsAtOnce: 64,
      answerCacheMb: 32,
      boundaries: { districts: null, communes: null },
      supergraphFile: null,
      subgraphUrls: {},
      subgraphSecret: null,
    });
  });

  test('take every variable', () => {
    const env = {
      PORT: '0',
      HOST: '0.0.0.0',
      DEADLINE_MS: '1500',
      ALLOWED_HOSTS: 'graph.example, 10.0.0.7',
      CORS_ORIGINS: 'https://dashboard.example,http://127.0.0.1:5173',
      INTROSPECTION: 'false',
      PRICE_LIMIT: '5000',
      QUESTIONS_AT_ONCE: '7',
      SUBGRAPH_HEALTH_URL: 'http://health.example:4101/graphql',
      SUBGRAPH_SOCIAL_INSURANCE_URL: 'https://si.example/graphql',
      SUBGRAPH_SECRET: 'open-sesame',
      SUPERGRAPH: projectFile('schema', 'supergraph.graphql'),
    };
    expect(readConfig(env)).toEqual({
      port: 0,
      host: '0.0.0.0',
      deadlineMs: 1500,
      allowedHosts: ['graph.example', '10.0.0.7'],
      corsOrigins: ['https://dashboard.example', 'http://127.0.0.1:5173'],
      introspection: false,
      priceLimit: 5000,
      questionsAtOnce: 7,
      answerCacheMb: 32,
      boundaries: { districts: null, communes: null },
      supergraphFile: projectFile('schema', 'supergraph.graphql'),
      subgraphUrls: {
        health: 'http://health.example:4101/graphql',
        'social-insurance': 'https://si.example/graphql',
      },
      subgraphSecret: 'open-sesame',
    });
  });

  test('name all faults at once, and never repeat a value', () => {
    const faults = faultsOf({
      PORT: '70000',
      DEADLINE_MS: '3s',
      ALLOWED_HOSTS: 'graph.example:4000',
      CORS_ORIGINS: 'https://dashboard.example/page',
      INTROSPECTION: 'yes',
      PRICE_LIMIT: '0',
      QUESTIONS_AT_ONCE: 'many',
      SUBGRAPH_HEALTH_URL: 'http://me:hush@health.example/',
      SUBGRAPH_HELTH_URL: 'http://x/',
      SUBGRAPH_SECRET: 'two words',
      SUPERGRAPH: '/nowhere/supergraph.graphql',
    });
    const variables = [
      ...['PORT', 'DEADLINE_MS', 'ALLOWED_HOSTS', 'CORS_ORIGINS', 'INTROSPECTION', 'PRICE_LIMIT', 'QUESTIONS_AT_ONCE'],
      ...['SUBGRAPH_HEALTH_URL', 'SUBGRAPH_HELTH_URL', 'SUBGRAPH_SECRET', 'SUPERGRAPH'],
    ];
    expect(faults.map((fault) => fault.split(' ')[0]).sort()).toEqual(variables.sort());
    expect(faults.join()).not.toMatch(/hush|two words|70000/);
  });

  test('read the secret from a file, and say when it cannot be read or both are given', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gateway-config-'));
    const file = join(folder, 'secret');
    writeFileSync(file, 'open-sesame\n');
    expect(readConfig({ SUBGRAPH_SECRET_FILE: file }).subgraphSecret).toBe('open-sesame');
    expect(faultsOf({ SUBGRAPH_SECRET_FILE: file, SUBGRAPH_SECRET: 'x' })).toHaveLength(1);
    expect(faultsOf({ SUBGRAPH_SECRET_FILE: join(folder, 'none') })[0]).toContain('ENOENT');
    rmSync(folder, { recursive: true });
  });
});
