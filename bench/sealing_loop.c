/* The peer of bench/sealing.py: the same values, sealed and opened by a loop in C.
 *
 * It does what crypto/values.py does for a value and nothing less: a fresh nonce from a pool drawn in bulk, the
 * associated data put together, a buffer for the result. Prints OpenSSL's version and sealed and opened values a second.
 */
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { HEADER = 17, NONCE = 12, TAG = 16, DRAWN = 256 };
static const char *table = "conversations_message", *element = "body";
static unsigned char header[HEADER], organization[16], nonces[NONCE * DRAWN];
static int drawn;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

static unsigned char *next_nonce(void) {
    if (drawn == 0) {
        RAND_bytes(nonces, sizeof nonces);
        drawn = DRAWN;
    }
    return nonces + NONCE * --drawn;
}

static unsigned char *name(unsigned char *at, const char *text) {
    size_t length = strlen(text);
    at[0] = at[1] = at[2] = 0;
    at[3] = (unsigned char)length;
    memcpy(at + 4, text, length);
    return at + 4 + length;
}

static int associated(unsigned char *into, uint64_t row) {
    unsigned char *at = into;
    memcpy(at, header, HEADER);
    memcpy(at + HEADER, organization, 16);
    at += HEADER + 16;
    memset(at, 0, 16);
    memcpy(at, &row, sizeof row);
    return (int)(name(name(at + 16, table), element) - into);
}

static unsigned char *seal(EVP_CIPHER_CTX *cipher, const unsigned char *text, int size, uint64_t row) {
    unsigned char bound[128], *sealed = malloc(HEADER + NONCE + size + TAG);
    int length, bytes = associated(bound, row);
    memcpy(sealed, header, HEADER);
    memcpy(sealed + HEADER, next_nonce(), NONCE);
    unsigned char *at = sealed + HEADER + NONCE;
    EVP_EncryptInit_ex(cipher, NULL, NULL, NULL, sealed + HEADER);
    EVP_EncryptUpdate(cipher, NULL, &length, bound, bytes);
    EVP_EncryptUpdate(cipher, at, &length, text, size);
    EVP_EncryptFinal_ex(cipher, at + size, &length);
    EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, TAG, at + size);
    return sealed;
}

static unsigned char *open_value(EVP_CIPHER_CTX *cipher, unsigned char *sealed, int size, uint64_t row) {
    unsigned char bound[128], *text = malloc(size), *at = sealed + HEADER + NONCE;
    int length, bytes = associated(bound, row);
    if (memcmp(sealed, header, HEADER)) exit(1);
    EVP_DecryptInit_ex(cipher, NULL, NULL, NULL, sealed + HEADER);
    EVP_DecryptUpdate(cipher, NULL, &length, bound, bytes);
    EVP_DecryptUpdate(cipher, text, &length, at, size);
    EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_TAG, TAG, at + size);
    if (EVP_DecryptFinal_ex(cipher, text + size, &length) != 1) exit(1);
    return text;
}

int main(int count, char **arguments) {
    if (count != 3) return 2;
    int size = atoi(arguments[1]);
    long rounds = atol(arguments[2]);
    unsigned char key[32], *text = malloc(size), *sealed = NULL;
    RAND_bytes(key, sizeof key);
    RAND_bytes(header, sizeof header);
    RAND_bytes(organization, sizeof organization);
    memset(text, 'x', size);
    EVP_CIPHER_CTX *sealing = EVP_CIPHER_CTX_new(), *opening = EVP_CIPHER_CTX_new();
    EVP_EncryptInit_ex(sealing, EVP_aes_256_gcm(), NULL, key, NULL);
    EVP_DecryptInit_ex(opening, EVP_aes_256_gcm(), NULL, key, NULL);
    double began = now();
    for (long row = 0; row < rounds; row++) {
        free(sealed);
        sealed = seal(sealing, text, size, row);
    }
    double between = now();
    for (long row = 0; row < rounds; row++) free(open_value(opening, sealed, size, rounds - 1));
    printf("%s\n%.0f %.0f\n", OpenSSL_version(OPENSSL_VERSION), rounds / (between - began), rounds / (now() - between));
    return 0;
}
