package dev.proxyflux;

import org.jspecify.annotations.Nullable;

/** This library's version. */
public final class Version {

    private Version() {}

    /**
     * The version in the jar's manifest.
     *
     * @return the version, or {@code dev} outside of a jar
     */
    public static String current() {
        @Nullable String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }

    static String userAgent() {
        return "proxyflux/" + current() + " (Java " + Runtime.version().feature() + ")";
    }
}
