package dev.proxyflux.spring;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Goes before Spring Boot's own analysis of a property that can't be bound, which prints its value. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SecretFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

    private static final Set<String> SECRETS = Set.of("proxyflux.api-key-secret", "proxyflux.auth-token");

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        String name = cause.getName().toString();
        if (!SECRETS.contains(name)) {
            return null;
        }
        return new FailureAnalysis(
                name + " can't be read; its value, which is not shown, may have a placeholder in it.",
                "Give " + name + " a value without '${'.",
                // Without the cause, whose message quotes the value.
                new IllegalStateException(name));
    }
}
