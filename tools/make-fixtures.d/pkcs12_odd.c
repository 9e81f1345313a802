/*
 * Writes the PKCS#12 files that `openssl pkcs12` declines to write, for the fixtures only.
 *
 *     pkcs12_odd OUT PASSWORD [mac-iterations=N] [key-iterations=N] (key=PEM[@ID] | cert=PEM[@ID])...
 *
 * Certificates keep the order in which they are named, and so do keys; nothing checks that they belong together.
 * An ID becomes the localKeyID attribute, by which a reader pairs a key with its certificate. A count that is named
 * is only written down, never worked through: nobody waits for two thousand million rounds, and a reader that starts
 * on them is the fault these files look for.
 *
 * The process makes one file and ends, so nothing is freed on the way.
 */
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ordinary_iterations = 2048, mac_bytes = 32 };

static void must(int succeeded, const char *what) {
    if (succeeded) return;
    fprintf(stderr, "pkcs12_odd: %s\n", what);
    ERR_print_errors_fp(stderr);
    exit(1);
}

/* Returns what follows `name=` in an argument, or NULL where the argument is another one. */
static char *value_of(char *argument, const char *name) {
    size_t length = strlen(name);
    return strncmp(argument, name, length) == 0 && argument[length] == '=' ? argument + length + 1 : NULL;
}

static int count_from(const char *text) {
    char *end;
    long count = strtol(text, &end, 10);
    must(*text && !*end && count > 0 && count <= 2147483647, "a count is 1 to 2147483647");
    return (int)count;
}

/* Cuts `@ID` off a path and returns the ID, or NULL. */
static char *cut_id(char *path) {
    char *at = strrchr(path, '@');
    if (at) *at++ = '\0';
    return at;
}

static FILE *opened(const char *path) {
    FILE *file = fopen(path, "r");
    must(file != NULL, path);
    return file;
}

static void label(PKCS12_SAFEBAG *bag, const char *id) {
    if (id) must(PKCS12_add_localkeyid(bag, (unsigned char *)id, (int)strlen(id)), "localKeyID");
}

static void append(STACK_OF(PKCS12_SAFEBAG) *bags, PKCS12_SAFEBAG *bag) {
    must(sk_PKCS12_SAFEBAG_push(bags, bag) > 0, "bag");
}

static PKCS12_SAFEBAG *certificate_bag(const char *path) {
    X509 *certificate = PEM_read_X509(opened(path), NULL, NULL, NULL);
    must(certificate != NULL, path);
    PKCS12_SAFEBAG *bag = PKCS12_SAFEBAG_create_cert(certificate);
    must(bag != NULL, "certificate bag");
    return bag;
}

/* A shrouded key. It is encrypted with the ordinary count; `written_iterations` then replaces the count on paper. */
static PKCS12_SAFEBAG *key_bag(const char *path, const char *password, int written_iterations) {
    EVP_PKEY *key = PEM_read_PrivateKey(opened(path), NULL, NULL, NULL);
    must(key != NULL, path);
    PKCS8_PRIV_KEY_INFO *plain = EVP_PKEY2PKCS8(key);
    must(plain != NULL, "PKCS#8");
    X509_SIG *shrouded =
        PKCS8_encrypt(-1, EVP_aes_256_cbc(), password, -1, NULL, 0, ordinary_iterations, plain);
    must(shrouded != NULL, "key encryption");

    if (written_iterations) {
        /* Only builds the parameters, with a fresh salt and IV; no key is derived here. */
        X509_ALGOR *written = PKCS5_pbe2_set_iv(EVP_aes_256_cbc(), written_iterations, NULL, 0, NULL, -1);
        X509_ALGOR *algorithm;
        X509_SIG_getm(shrouded, &algorithm, NULL);
        must(written != NULL && X509_ALGOR_copy(algorithm, written), "PBES2 parameters");
    }
    PKCS12_SAFEBAG *bag = PKCS12_SAFEBAG_create0_pkcs8(shrouded);
    must(bag != NULL, "key bag");
    return bag;
}

/* Writes a MAC whose count nobody worked through, so its value is random. */
static void pretend_mac(PKCS12 *file, int iterations) {
    must(PKCS12_setup_mac(file, iterations, NULL, 0, EVP_sha256()), "MAC parameters");
    unsigned char value[mac_bytes];
    must(RAND_bytes(value, sizeof value) == 1, "random bytes");
    const ASN1_OCTET_STRING *mac;
    PKCS12_get0_mac(&mac, NULL, NULL, NULL, file);
    /* The library has no setter for the value; the string itself is ours and was allocated one call ago. */
    must(ASN1_OCTET_STRING_set((ASN1_OCTET_STRING *)mac, value, sizeof value), "MAC value");
}

int main(int count, char **arguments) {
    must(count > 3, "usage: pkcs12_odd OUT PASSWORD [mac-iterations=N] [key-iterations=N] (key|cert)=PEM[@ID]...");
    const char *out = arguments[1], *password = arguments[2];
    int mac_iterations = 0, key_iterations = 0;
    STACK_OF(PKCS12_SAFEBAG) *certificates = sk_PKCS12_SAFEBAG_new_null(), *keys = sk_PKCS12_SAFEBAG_new_null();
    must(certificates != NULL && keys != NULL, "memory");

    for (char **argument = arguments + 3; argument < arguments + count; argument++) {
        char *value;
        if ((value = value_of(*argument, "mac-iterations"))) {
            mac_iterations = count_from(value);
        } else if ((value = value_of(*argument, "key-iterations"))) {
            key_iterations = count_from(value);
        } else if ((value = value_of(*argument, "cert"))) {
            char *id = cut_id(value);
            PKCS12_SAFEBAG *bag = certificate_bag(value);
            label(bag, id);
            append(certificates, bag);
        } else if ((value = value_of(*argument, "key"))) {
            char *id = cut_id(value);
            PKCS12_SAFEBAG *bag = key_bag(value, password, key_iterations);
            label(bag, id);
            append(keys, bag);
        } else {
            must(0, *argument);
        }
    }

    /* The layout `openssl pkcs12` uses: encrypted certificates first, then keys, each shrouded in its own bag. */
    STACK_OF(PKCS7) *safes = NULL;
    must(PKCS12_add_safe(&safes, certificates, NID_aes_256_cbc, ordinary_iterations, password), "certificate safe");
    must(PKCS12_add_safe(&safes, keys, -1, 0, NULL), "key safe");
    PKCS12 *file = PKCS12_add_safes(safes, 0);
    must(file != NULL, "PKCS#12");
    if (mac_iterations) {
        pretend_mac(file, mac_iterations);
    } else {
        must(PKCS12_set_mac(file, password, -1, NULL, 0, ordinary_iterations, EVP_sha256()), "MAC");
    }

    FILE *written = fopen(out, "wb");
    must(written != NULL && i2d_PKCS12_fp(written, file) == 1 && fclose(written) == 0, out);
    return 0;
}
