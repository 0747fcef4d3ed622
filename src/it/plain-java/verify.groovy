// What the program printed, and what the library brought with it.
def lines = new File(basedir, 'target/out.txt').readLines('UTF-8')
def expected = (0..<250).collect { 'KI' + Integer.toHexString(it).padLeft(32, '0') }
assert lines.take(250)*.takeWhile { it != ' ' } == expected
assert lines[0] == 'KI00000000000000000000000000000000 MESSAGE 2026-01-05T08:00:00Z'
assert lines.drop(250) == ['page requests: 3', 'threads that linger: []']

def tree = new File(basedir, 'target/dependencies.txt').readLines('UTF-8')
def artifact = { it.replaceFirst(/^\W+/, '').split(':')[0..1].join(':') }

def direct = tree.findAll { it ==~ /   [+\\]- .*/ }.collect(artifact) as Set
assert direct == [
    'io.projectreactor:reactor-core',
    'io.projectreactor.netty:reactor-netty-http',
    'com.fasterxml.jackson.core:jackson-databind',
    'org.jspecify:jspecify',
] as Set

def allowed = ['com.example', 'dev.proxyflux', 'io.projectreactor', 'io.projectreactor.netty', 'org.reactivestreams',
               'io.netty', 'com.fasterxml.jackson.core', 'org.jspecify']
def others = tree.collect(artifact).findAll { !(it.split(':')[0] in allowed) }
assert others == []
assert tree.every { !it.contains(':test') }
