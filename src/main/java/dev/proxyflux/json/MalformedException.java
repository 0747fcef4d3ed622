package dev.proxyflux.json;

/** What was read is not as the API's reference says: the problem alone, its place is the decoder's to tell. */
final class MalformedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean cut;

    MalformedException(String problem, boolean cut) {
        super(problem, null, false, false);
        this.cut = cut;
    }

    static void require(boolean condition, String problem) throws MalformedException {
        if (!condition) {
            throw new MalformedException(problem, false);
        }
    }

    boolean isCut() {
        return cut;
    }
}
