package com.example.proxy;

import dev.proxyflux.InteractionsClient;
import dev.proxyflux.InteractionsQuery;
import dev.proxyflux.model.Interaction;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

@RestController
record InteractionsController(InteractionsClient client) {

    @GetMapping(path = "/interactions/{service}/{session}", produces = MediaType.APPLICATION_NDJSON_VALUE)
    Flux<Interaction> interactions(@PathVariable String service, @PathVariable String session) {
        return client.stream(InteractionsQuery.of(service, session));
    }
}
