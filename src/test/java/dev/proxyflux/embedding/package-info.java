/** The library inside a WebFlux application, on a port of its own, over the testkit's service. */
package dev.proxyflux.embedding;
