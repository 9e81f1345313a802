#pragma once

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/cms.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/ess.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/ocsp.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/rc4.h>
#include <openssl/rsa.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

// One inline function per macro that Swift cannot see.

/// Memory from the secure heap, zeroed; NULL when the heap is full.
static inline void *COpenSSL_secure_zalloc(size_t count) { return OPENSSL_secure_zalloc(count); }

/// Wipes and returns memory to the secure heap.
static inline void COpenSSL_secure_free(void *pointer, size_t count) { OPENSSL_secure_clear_free(pointer, count); }

/// Frees what OpenSSL allocated, such as the output of an `i2d_` call.
static inline void COpenSSL_free(void *pointer) { OPENSSL_free(pointer); }

// The stacks are typed by macros.

static inline STACK_OF(X509) *COpenSSL_certificates_new(void) { return sk_X509_new_null(); }

static inline int COpenSSL_certificates_push(STACK_OF(X509) *stack, X509 *certificate) {
    return sk_X509_push(stack, certificate);
}

/// Frees the stack and one reference to each certificate in it.
static inline void COpenSSL_certificates_free(STACK_OF(X509) *stack) { sk_X509_pop_free(stack, X509_free); }

/// RFC 2253 escapes control characters, so a name cannot break a line; UTF-8 stays readable.
static inline int COpenSSL_print_name(BIO *out, const X509_NAME *name) {
    return X509_NAME_print_ex(out, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
}

static inline CMS_SignerInfo *COpenSSL_only_signer(CMS_ContentInfo *cms) {
    STACK_OF(CMS_SignerInfo) *signers = CMS_get0_SignerInfos(cms);
    return sk_CMS_SignerInfo_num(signers) == 1 ? sk_CMS_SignerInfo_value(signers, 0) : NULL;
}

/// The signer's certificate, found before, and behind it all that came along; NULL when memory is short.
static inline STACK_OF(X509) *COpenSSL_signer_and_certificates(CMS_ContentInfo *cms, CMS_SignerInfo *signer) {
    STACK_OF(X509) *certificates = CMS_get1_certs(cms);
    X509 *own = NULL;

    CMS_SignerInfo_get0_algs(signer, NULL, &own, NULL, NULL);
    if (certificates == NULL || own == NULL || !X509_up_ref(own)) {
        sk_X509_pop_free(certificates, X509_free);
        return NULL;
    }
    if (sk_X509_unshift(certificates, own) <= 0) {
        X509_free(own);
        sk_X509_pop_free(certificates, X509_free);
        return NULL;
    }
    return certificates;
}

static inline PKCS7_SIGNER_INFO *COpenSSL_only_pkcs7_signer(PKCS7 *token) {
    STACK_OF(PKCS7_SIGNER_INFO) *signers = PKCS7_get_signer_info(token);
    return sk_PKCS7_SIGNER_INFO_num(signers) == 1 ? sk_PKCS7_SIGNER_INFO_value(signers, 0) : NULL;
}

static inline int COpenSSL_safes_count(STACK_OF(PKCS7) *safes) { return sk_PKCS7_num(safes); }
static inline PKCS7 *COpenSSL_safe(STACK_OF(PKCS7) *safes, int index) { return sk_PKCS7_value(safes, index); }
static inline void COpenSSL_safes_free(STACK_OF(PKCS7) *safes) { sk_PKCS7_pop_free(safes, PKCS7_free); }

static inline int COpenSSL_bags_count(const STACK_OF(PKCS12_SAFEBAG) *bags) { return sk_PKCS12_SAFEBAG_num(bags); }
static inline PKCS12_SAFEBAG *COpenSSL_bag(const STACK_OF(PKCS12_SAFEBAG) *bags, int index) {
    return sk_PKCS12_SAFEBAG_value(bags, index);
}
static inline void COpenSSL_bags_free(STACK_OF(PKCS12_SAFEBAG) *bags) {
    sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
}

// These items are reached through function-like macros.

static inline PBE2PARAM *COpenSSL_pbes2(const X509_ALGOR *algorithm) {
    const ASN1_OBJECT *object;
    const void *value;
    int type;

    X509_ALGOR_get0(&object, &type, &value, algorithm);
    if (type != V_ASN1_SEQUENCE) return NULL;
    return (PBE2PARAM *)ASN1_item_unpack((const ASN1_STRING *)value, ASN1_ITEM_rptr(PBE2PARAM));
}

static inline PBKDF2PARAM *COpenSSL_pbkdf2(const X509_ALGOR *algorithm) {
    const ASN1_OBJECT *object;
    const void *value;
    int type;

    X509_ALGOR_get0(&object, &type, &value, algorithm);
    if (type != V_ASN1_SEQUENCE) return NULL;
    return (PBKDF2PARAM *)ASN1_item_unpack((const ASN1_STRING *)value, ASN1_ITEM_rptr(PBKDF2PARAM));
}

static inline PBEPARAM *COpenSSL_pbe(const X509_ALGOR *algorithm) {
    const ASN1_OBJECT *object;
    const void *value;
    int type;

    X509_ALGOR_get0(&object, &type, &value, algorithm);
    if (type != V_ASN1_SEQUENCE) return NULL;
    return (PBEPARAM *)ASN1_item_unpack((const ASN1_STRING *)value, ASN1_ITEM_rptr(PBEPARAM));
}

static inline ASN1_STRING *COpenSSL_pack_pss(RSA_PSS_PARAMS *parameters) {
    return ASN1_item_pack(parameters, ASN1_ITEM_rptr(RSA_PSS_PARAMS), NULL);
}

static inline ASN1_STRING *COpenSSL_pack_algorithm(X509_ALGOR *algorithm) {
    return ASN1_item_pack(algorithm, ASN1_ITEM_rptr(X509_ALGOR), NULL);
}

/// DER of the signed attributes as RFC 5652 §5.4 has them signed: an explicit SET OF, sorted.
/// `CMS_Attributes_Sign` is not exported, so the attributes go through the general SET OF ANY.
static inline int COpenSSL_signed_attributes(CMS_SignerInfo *signer, unsigned char **der) {
    ASN1_SEQUENCE_ANY *set = sk_ASN1_TYPE_new_null();
    int length = -1, index;

    if (set == NULL) return -1;
    for (index = 0; index < CMS_signed_get_attr_count(signer); index++) {
        unsigned char *attribute = NULL;
        int attribute_length = i2d_X509_ATTRIBUTE(CMS_signed_get_attr(signer, index), &attribute);
        ASN1_STRING *string = ASN1_STRING_type_new(V_ASN1_SEQUENCE);
        ASN1_TYPE *element = ASN1_TYPE_new();

        if (attribute_length <= 0 || string == NULL || element == NULL) {
            OPENSSL_free(attribute);
            ASN1_STRING_free(string);
            ASN1_TYPE_free(element);
            goto done;
        }
        ASN1_STRING_set0(string, attribute, attribute_length);
        ASN1_TYPE_set(element, V_ASN1_SEQUENCE, string);
        if (sk_ASN1_TYPE_push(set, element) <= 0) {
            ASN1_TYPE_free(element);
            goto done;
        }
    }
    length = i2d_ASN1_SET_ANY(set, der);
done:
    sk_ASN1_TYPE_pop_free(set, ASN1_TYPE_free);
    return length;
}

/// OpenSSL 3 keeps RC4 out of its default provider; the plain functions are there and marked as deprecated.
static inline void COpenSSL_rc4(
    const unsigned char *key, int key_bytes, const unsigned char *in, size_t count, unsigned char *out) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    RC4_KEY schedule;
    RC4_set_key(&schedule, key_bytes, key);
    RC4(&schedule, count, in, out);
    OPENSSL_cleanse(&schedule, sizeof schedule);
#pragma GCC diagnostic pop
}

/// The digest inside MGF1's parameters; NULL where there is none. The caller frees it.
static inline X509_ALGOR *COpenSSL_mask_digest(const X509_ALGOR *mask) {
    const ASN1_OBJECT *object;
    const void *value;
    int type;

    X509_ALGOR_get0(&object, &type, &value, mask);
    if (type != V_ASN1_SEQUENCE) return NULL;
    return (X509_ALGOR *)ASN1_item_unpack((const ASN1_STRING *)value, ASN1_ITEM_rptr(X509_ALGOR));
}

/// Whether an entry of the list has a critical extension other than its reason and its certificate's issuer.
static inline int COpenSSL_crl_has_unknown_entry(X509_CRL *list) {
    const STACK_OF(X509_REVOKED) *entries = X509_CRL_get_REVOKED(list);
    int index, count = sk_X509_REVOKED_num(entries);

    for (index = 0; index < count; index++) {
        const X509_REVOKED *entry = sk_X509_REVOKED_value(entries, index);
        int place = -1;
        while ((place = X509_REVOKED_get_ext_by_critical(entry, 1, place)) >= 0) {
            int kind = OBJ_obj2nid(X509_EXTENSION_get_object(X509_REVOKED_get_ext(entry, place)));
            if (kind != NID_crl_reason && kind != NID_certificate_issuer) return 1;
        }
    }
    return 0;
}

/* A public key on a named curve. Parameters keep pointers to their names, which Swift's strings do not outlive. */
static inline EVP_PKEY *COpenSSL_key_on_curve(const char *group, unsigned char *point, size_t count) {
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, (char *)group, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point, count), OSSL_PARAM_construct_end()};
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    EVP_PKEY *key = NULL;

    if (context != NULL && EVP_PKEY_fromdata_init(context) == 1
        && EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1)
        key = NULL;
    EVP_PKEY_CTX_free(context);
    return key;
}

static inline void COpenSSL_extensions_free(STACK_OF(X509_EXTENSION) *extensions) {
    sk_X509_EXTENSION_pop_free(extensions, X509_EXTENSION_free);
}

static inline SCRYPT_PARAMS *COpenSSL_scrypt(const X509_ALGOR *algorithm) {
    const ASN1_OBJECT *object;
    const void *value;
    int type;

    X509_ALGOR_get0(&object, &type, &value, algorithm);
    if (type != V_ASN1_SEQUENCE) return NULL;
    return (SCRYPT_PARAMS *)ASN1_item_unpack((const ASN1_STRING *)value, ASN1_ITEM_rptr(SCRYPT_PARAMS));
}
