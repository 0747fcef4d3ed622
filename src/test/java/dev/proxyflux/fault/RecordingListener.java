package dev.proxyflux.fault;

/** A second origin, which must receive nothing: neither a connection nor a byte. */
final class RecordingListener implements AutoCloseable {

    private final FaultServer server =
            new FaultServer(request -> Answer.status(200, "", "{}").then(Answer.fin()));

    int port() {
        return server.port();
    }

    int connections() {
        return server.connections();
    }

    @Override
    public void close() {
        server.close();
    }
}
