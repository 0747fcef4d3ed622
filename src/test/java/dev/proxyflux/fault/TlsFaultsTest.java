package dev.proxyflux.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.error.ConnectionFailedException;
import dev.proxyflux.error.ConnectionFailedException.Reason;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates: a list is told to nobody but the one named, and a certificate that is not accepted is final. */
class TlsFaultsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path directory;

    private final Scene scene = new Scene();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void streamsFromAServerWhoseCertificateIsTrusted() throws Exception {
        KeyStore store = certificate("dns:localhost");

        try (FaultServer server = serve(store)) {
            Outcome outcome = trusting(store, server).run();

            assertThat(outcome.error()).isNull();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void sendsNothingToAServerWhoseCertificateIsNotTrusted() throws Exception {
        try (FaultServer server = serve(certificate("dns:localhost"))) {
            refusesAtOnce(scene.tune(client -> client.baseUrl("https://localhost:" + server.port())), server);
        }
    }

    @Test
    void sendsNothingToAServerWhoseCertificateNamesAnother() throws Exception {
        KeyStore store = certificate("dns:elsewhere.example");

        try (FaultServer server = serve(store)) {
            refusesAtOnce(trusting(store, server), server);
        }
    }

    private static void refusesAtOnce(Scene scene, FaultServer server) {
        ConnectionFailedException error = scene.run().retried(0).failedAt(0, ConnectionFailedException.class);

        assertThat(error.isTransient()).isFalse();
        assertThat(error.reason()).isEqualTo(Reason.CERTIFICATE_REFUSED);
        assertThat(error.retries()).isZero();
        assertThat(error.resumeAt()).isNotNull();
        assertThat(error).hasMessageContaining("the certificate is not accepted");
        assertThat(server.requests()).isEmpty();
        assertThat(server.connections()).isEqualTo(1);
    }

    private static FaultServer serve(KeyStore store) throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        ServerSocketFactory sockets = tls.getServerSocketFactory();
        return new FaultServer(sockets, request -> Answer.ok(new Pages("", 1, 2).body(0)));
    }

    private Scene trusting(KeyStore store, FaultServer server) throws GeneralSecurityException, IOException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SslContext tls = SslContextBuilder.forClient().trustManager(trust).build();
        return scene.tune(client -> client.baseUrl("https://localhost:" + server.port())
                .httpClient(http -> http.secure(ssl -> ssl.sslContext(tls))));
    }

    /** Made by the JDK's own tool; nothing else in the JDK signs a certificate. */
    private KeyStore certificate(String name) throws Exception {
        Path file = directory.resolve("store.p12");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=test",
                "-ext",
                "san=" + name,
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                String.valueOf(PASSWORD));
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream bytes = Files.newInputStream(file)) {
            store.load(bytes, PASSWORD);
        }
        store.setCertificateEntry("trusted", store.getCertificate("server"));
        return store;
    }
}
