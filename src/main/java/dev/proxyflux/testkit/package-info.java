/**
 * For tests, users' and this library's own: a service that behaves as the API's reference says, in two forms.
 *
 * <ul>
 *   <li>{@link dev.proxyflux.testkit.InteractionsService}: over HTTP, on a loopback port.
 *   <li>{@link dev.proxyflux.testkit.InMemoryExchange}: in place of HTTP, for tests in virtual time.
 *   <li>{@link dev.proxyflux.testkit.ScriptedService}: what both can be told: which interactions a session has, how they
 *       are cut into pages, delays and failures; and what both tell: the requests they saw.
 *   <li>{@link dev.proxyflux.testkit.Answer}: what to answer in place of a page.
 *   <li>{@link dev.proxyflux.testkit.RecordedRequest}: a request as it came.
 *   <li>{@link dev.proxyflux.testkit.GeneratedInteractions}: realistic interactions, the same for the same index.
 * </ul>
 *
 * <pre>{@code
 * try (InteractionsService service = InteractionsService.start();
 *         InteractionsClient client = InteractionsClient.builder(Credentials.authToken(USER, SECRET))
 *                 .baseUrl(service.baseUrl())
 *                 .build()) {
 *     service.hasPages(100, 0, 37);
 *     service.answersNext(Answer.status(503));
 *
 *     client.stream(InteractionsQuery.of(SESSION)).as(StepVerifier::create).expectNextCount(137).verifyComplete();
 *
 *     assertThat(service.pageRequests()).hasSize(4);
 * }
 * }</pre>
 */
@NullMarked
package dev.proxyflux.testkit;

import org.jspecify.annotations.NullMarked;
