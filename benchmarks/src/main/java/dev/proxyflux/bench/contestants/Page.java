package dev.proxyflux.bench.contestants;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** A page as the peers bind it: public fields, the cheapest for databind. */
@JsonIgnoreProperties(ignoreUnknown = true)
public final class Page {

    @JsonProperty("meta")
    public Meta meta;

    @JsonProperty("interactions")
    public List<Item> interactions;

    String next() {
        return meta.nextPageUrl;
    }

    List<Item> items() {
        return interactions;
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    public static final class Meta {

        @JsonProperty("next_page_url")
        public String nextPageUrl;
    }
}
