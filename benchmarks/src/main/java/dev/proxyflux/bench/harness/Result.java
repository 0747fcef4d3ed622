package dev.proxyflux.bench.harness;

/**
 * One value that was measured.
 *
 * @param round the round
 * @param contestant who
 * @param situation in which cell or scenario
 * @param metric what
 * @param value how much, as it was printed
 */
public record Result(int round, String contestant, String situation, String metric, String value) {

    static Result parse(String line) {
        String[] parts = line.split(",", -1);
        return new Result(Integer.parseInt(parts[0]), parts[1], parts[2], parts[3], parts[4]);
    }

    public double number() {
        return Double.parseDouble(value);
    }

    public String line() {
        return String.join(",", Integer.toString(round), contestant, situation, metric, value);
    }
}
