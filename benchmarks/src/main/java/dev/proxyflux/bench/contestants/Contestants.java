package dev.proxyflux.bench.contestants;

import java.util.List;

/** All contestants, by name. */
public final class Contestants {

    /** What others use today. */
    public static final List<String> PEERS = List.of(
            "twilio-java",
            "webclient",
            "azure-paged-flux",
            "reactor-netty",
            "publish-on",
            "aws-paginator",
            "aws-paginator-netty");

    public static final List<String> LIMITS = List.of("limit-a", "limit-b");

    private Contestants() {}

    /** {@return a new contestant of a name, for the server at a base URL} */
    public static Contestant<?> create(String name, String base) {
        return switch (name) {
            case "proxyflux" -> new Proxyflux(base, Proxyflux.Reading.TYPED);
            case "proxyflux-jdk-dates" -> new Proxyflux(base, Proxyflux.Reading.JDK_DATES);
            case "proxyflux-sid-only" -> new Proxyflux(base, Proxyflux.Reading.SID_ONLY);
            case "proxyflux-all-fields" -> new Proxyflux(base, Proxyflux.Reading.ALL_FIELDS);
            case "proxyflux-one-by-one" -> new ProxyfluxOneByOne(base, false);
            case "proxyflux-read-ahead" -> new ProxyfluxOneByOne(base, true);
            case "bare" -> new Bare(base);
            case "limit-a" -> new LimitA(base);
            case "limit-b" -> new LimitB(base);
            case "reactor-netty" -> new ReactorNettyExpand(base);
            case "publish-on" -> new PublishOnExpand(base);
            case "webclient" -> new WebClientExpand(base);
            case "azure-paged-flux" -> new AzurePagedFlux(base);
            case "aws-paginator" -> new AwsPaginator(base);
            case "aws-paginator-netty" -> new AwsPaginatorNetty(base);
            case "twilio-java" -> new TwilioJava(base);
            default -> throw new IllegalArgumentException("no contestant '" + name + "'");
        };
    }
}
