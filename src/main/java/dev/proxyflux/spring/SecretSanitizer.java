package dev.proxyflux.spring;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/** Keeps the secrets out of the actuator's endpoints, also for those who may see values: by name, and wherever the value is. */
final class SecretSanitizer implements SanitizingFunction {

    /** Shorter secrets occur in honest values by chance. */
    private static final int SHORTEST_TELLING = 6;

    /** A name in any of the forms that bind, in lower case. */
    private static final Pattern NAME = Pattern.compile("proxyflux[._]?(api[-_]?key[-_]?secret|auth[-_]?token)");

    private final List<String> secrets;

    SecretSanitizer(ProxyfluxProperties properties) {
        this.secrets = Stream.of(properties.apiKeySecret(), properties.authToken())
                .filter(Objects::nonNull)
                .filter(secret -> secret.length() >= SHORTEST_TELLING)
                .toList();
    }

    @Override
    public SanitizableData apply(SanitizableData data) {
        return isSecret(data) ? data.withSanitizedValue() : data;
    }

    private boolean isSecret(SanitizableData data) {
        String value = String.valueOf(data.getValue());
        return NAME.matcher(data.getKey().toLowerCase(Locale.ROOT)).find()
                || secrets.stream().anyMatch(value::contains);
    }
}
