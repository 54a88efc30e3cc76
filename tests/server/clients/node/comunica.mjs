// Comunica against the server: node comunica.mjs ADDRESS TOKEN; prints what it found as JSON.
import { QueryEngine } from '@comunica/query-sparql';

const [address, token] = process.argv.slice(2);
const endpoint = `${address}/sparql`;
const engine = new QueryEngine();
const prefixes = `PREFIX tp: <https://w3id.org/tradekg/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX person: <https://w3id.org/tradekg/id/person/> `;
// The description is found at the address itself, and says by what address to ask.
const context = { sources: [endpoint] };
const told = {};

async function rows(query, more) {
  const stream = await engine.queryBindings(prefixes + query, more ?? context);
  return (await stream.toArray()).map((row) => Object.fromEntries([...row].map(([name, term]) => [name.value, term.value])));
}

told.people = await rows('SELECT ?name { ?t tp:holder ?p . ?p skos:prefLabel ?name } ORDER BY ?name');
told.searched = await rows('SELECT ?x { ?x tp:search "mark carney" }', { sources: [{ type: 'sparql', value: endpoint }] });
told.ask = await engine.queryBoolean('ASK { <https://w3id.org/tradekg/id/person/mark-carney> ?p ?o }', context);
const triples = await engine.queryQuads(prefixes + 'CONSTRUCT { ?m a tp:Meeting } WHERE { ?m a tp:Meeting }', context);
told.meetings = (await triples.toArray()).length;
// The same thing from two sources at once: the endpoint, and a thing's own data.
told.joined = await rows('SELECT ?office { person:mark-carney <http://www.w3.org/ns/org#holds> ?o . ?o skos:prefLabel ?office }',
  { sources: [endpoint, `${address}/id/person/mark-carney`] });
const writing = { sources: [endpoint], destination: endpoint, httpAuth: `anybody:${token}` };
await engine.queryVoid('INSERT DATA { <urn:n:a> <urn:n:b> "written" }', writing);
await engine.invalidateHttpCache();
told.written = await engine.queryBoolean('ASK { <urn:n:a> <urn:n:b> "written" }', context);
await engine.queryVoid('DELETE DATA { <urn:n:a> <urn:n:b> "written" }', writing);
console.log(JSON.stringify(told));
