package dev.proxyflux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.proxyflux.text.SecretMask;
import java.util.Base64;

/** The user name and secret of HTTP Basic authentication. Nothing printed shows the secret. */
public final class Credentials {

    private final String user;
    private final String secret;

    private Credentials(String user, String secret) {
        this.user = user;
        this.secret = secret;
    }

    /**
     * The credentials of an account.
     *
     * @param accountSid the account's SID, {@code AC…}
     * @param authToken its auth token
     * @return the credentials
     * @throws IllegalArgumentException if one is empty or has control characters, or the SID has a colon
     */
    public static Credentials authToken(String accountSid, String authToken) {
        return of("accountSid", accountSid, "authToken", authToken);
    }

    /**
     * The credentials of an API key, recommended for production.
     *
     * @param apiKeySid the key's SID, {@code SK…}
     * @param apiKeySecret its secret
     * @return the credentials
     * @throws IllegalArgumentException if one is empty or has control characters, or the SID has a colon
     */
    public static Credentials apiKey(String apiKeySid, String apiKeySecret) {
        return of("apiKeySid", apiKeySid, "apiKeySecret", apiKeySecret);
    }

    private static Credentials of(String userName, String user, String secretName, String secret) {
        check(userName, user);
        check(secretName, secret);
        if (user.indexOf(':') >= 0) {
            throw new IllegalArgumentException(userName + " has a colon, which separates user and secret");
        }
        return new Credentials(user, secret);
    }

    private static void check(String name, String value) {
        if (requireNonNull(value, name).isEmpty()) {
            throw new IllegalArgumentException(name + " is empty");
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(name + " has a control character, perhaps a line end");
        }
    }

    String authorization() {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + secret).getBytes(UTF_8));
    }

    SecretMask mask() {
        return SecretMask.of(user, secret);
    }

    /** {@return the type's name alone} */
    @Override
    public String toString() {
        return "Credentials[***]";
    }
}
