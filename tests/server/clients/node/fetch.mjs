// fetch-sparql-endpoint against the server: node fetch.mjs ADDRESS TOKEN; prints what it found as JSON.
import { SparqlEndpointFetcher } from 'fetch-sparql-endpoint';

const [address, token] = process.argv.slice(2);
const endpoint = `${address}/sparql`;
const prefixes = 'PREFIX tp: <https://w3id.org/tradekg/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> ';
const told = {};

async function all(stream) {
  const found = [];
  for await (const each of await stream) found.push(each);
  return found;
}

for (const method of ['GET', 'POST']) {
  const client = new SparqlEndpointFetcher({ method });
  const rows = await all(client.fetchBindings(endpoint, prefixes + 'SELECT ?name { ?t tp:holder ?p . ?p skos:prefLabel ?name }'));
  told[method] = { people: rows.map((row) => row.name.value) };
  told[method].ask = await client.fetchAsk(endpoint, 'ASK { ?s ?p ?o }');
  told[method].meetings = (await all(client.fetchTriples(endpoint, prefixes + 'CONSTRUCT { ?m a tp:Meeting } { ?m a tp:Meeting }'))).length;
  try {
    await client.fetchBindings(endpoint, 'SELECT * { foo:x ?p ?o }');
  } catch (error) {
    told[method].fault = String(error.message);
  }
}

const writer = new SparqlEndpointFetcher({ defaultHeaders: new Headers({ Authorization: `Bearer ${token}` }) });
await writer.fetchUpdate(`${address}/sparql/update`, 'INSERT DATA { <urn:f:a> <urn:f:b> 1 }');
told.written = await writer.fetchAsk(endpoint, 'ASK { <urn:f:a> <urn:f:b> 1 }');
await writer.fetchUpdate(`${address}/sparql/update`, 'DELETE DATA { <urn:f:a> <urn:f:b> 1 }');
console.log(JSON.stringify(told));
