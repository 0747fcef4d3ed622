package dev.proxyflux.bench.contestants;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufMono;

/** A limit: {@link LimitA}, and Jackson's tokenizer over every byte; nothing is bound to anything. */
final class LimitB extends LimitA {

    private static final JsonFactory JSON = new JsonFactory();

    LimitB(String base) {
        super(base);
    }

    @Override
    Mono<Void> receive(ByteBufMono body) {
        return body.asByteArray().doOnNext(LimitB::tokenize).then();
    }

    private static void tokenize(byte[] body) {
        try (JsonParser parser = JSON.createParser(body)) {
            while (parser.nextToken() != null) {
                // Nothing is made of them.
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
