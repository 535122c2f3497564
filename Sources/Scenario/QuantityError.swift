/// Why a text is no quantity: the end of a sentence that starts with the text.
struct QuantityError: Error {
  let text: String
}
