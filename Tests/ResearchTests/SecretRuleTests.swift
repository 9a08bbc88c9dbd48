import Research
import Testing

@Suite struct SecretRuleTests {
  @Test(arguments: [
    ["python", "train.py", "--epochs", "20"], ["env", "OMP_NUM_THREADS=4", "./run"],
    ["run", "--tokenizer", "bpe", "--max-tokens", "512"], ["run", "--token-limit=9"],
    ["curl", "https://example.org/a@b:c"], ["ssh", "me@host:22"], ["run", "--keys=a,b"],
    ["run", "--authors", "x"], ["run", "--password"], ["run", "sk-small"], ["run", "TOKEN="],
    ["run", "risk-of-a-long-word-with-many-parts"],
  ])
  func `a command without secrets passes`(_ words: [String]) throws {
    try SecretRule.check(command: words)
  }

  @Test(arguments: [
    ["run", "--password", "x"], ["run", "--api-key", "x"], ["run", "-token", "x"],
    ["run", "--api_key=x"], ["env", "HF_TOKEN=x"], ["env", "AWS_SECRET_ACCESS_KEY=x", "run"],
    ["run", "https://me:pass@example.org"], ["run", "ghp_0123456789abcdefghij"],
    ["run", "AKIA0123456789ABCDEF"], ["run", "key is sk-0123456789abcdefghijklmnop"],
    ["run", "-----BEGIN OPENSSH PRIVATE KEY-----"], ["run", "--Client-Secret", "x"],
  ])
  func `a command that holds a secret is refused`(_ words: [String]) {
    #expect(throws: Refusal.self) { try SecretRule.check(command: words) }
  }

  @Test func `names of secrets are told from others`() {
    for name in ["API_KEY", "GITHUB_TOKEN", "db_password", "MY_SECRET", "credentials", "SSH_AUTH"] {
      #expect(SecretRule.isSecret(name: name), "\(name)")
    }
    for name in ["OMP_NUM_THREADS", "PATH", "MAX_TOKENS", "KEYBOARD", "AUTHOR", "TOKENIZERS"] {
      #expect(!SecretRule.isSecret(name: name), "\(name)")
    }
  }
}
