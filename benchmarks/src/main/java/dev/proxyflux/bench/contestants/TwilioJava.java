package dev.proxyflux.bench.contestants;

import com.twilio.http.HttpClient;
import com.twilio.http.NetworkHttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.proxy.v1.service.session.Interaction;
import dev.proxyflux.bench.server.ServedList;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * The vendor's own client: its blocking reader of Proxy's interactions, its HTTP client and its defaults. Only the first
 * request's host is changed to the local server; {@code Flux.fromIterable} walks its iterable on the caller's thread.
 */
final class TwilioJava implements Contestant<Interaction> {

    private final TwilioRestClient client;

    TwilioJava(String base) {
        this.client = new TwilioRestClient.Builder("AC" + "0".repeat(32), "0".repeat(32))
                .httpClient(new Redirected(base))
                .build();
    }

    @Override
    public Publisher<Interaction> list(ServedList list, int pageSize) {
        return Flux.defer(() -> Flux.fromIterable(Interaction.reader(ServedList.SERVICE_SID, list.sessionSid())
                .setPageSize((long) pageSize)
                .read(client)));
    }

    @Override
    public int read(Interaction item, Checksum sum) {
        sum.add(
                item.getSid(),
                item.getDateCreated().toEpochSecond(),
                item.getDateUpdated().toEpochSecond(),
                item.getInboundResourceStatus(),
                item.getOutboundResourceStatus(),
                item.getData());
        return 1;
    }

    /** The vendor's HTTP client, sent to another host where it would go to the vendor. */
    private static final class Redirected extends HttpClient {

        private static final String VENDOR = "https://proxy.twilio.com";

        private final HttpClient client = new NetworkHttpClient();
        private final String base;

        Redirected(String base) {
            this.base = base;
        }

        @Override
        public Response makeRequest(Request request) {
            if (!request.getUrl().startsWith(VENDOR)) {
                return client.makeRequest(request);
            }
            Request local =
                    new Request(request.getMethod(), base + request.getUrl().substring(VENDOR.length()));
            request.getQueryParams()
                    .forEach((name, values) -> values.forEach(value -> local.addQueryParam(name, value)));
            local.setAuth(request.getUsername(), request.getPassword());
            return client.makeRequest(local);
        }
    }
}
