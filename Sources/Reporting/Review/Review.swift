/// A design review: one analysis as the document that a team takes to a meeting.
///
/// Templates read it by the names of its properties (`docs/templates.md`), so a renamed or removed
/// property is a new `version`. Every text is Markdown on one line, safe inside a table's cell.
public struct Review: Sendable {
  /// Version of the names and meanings that templates rely on.
  public let version = 1
  /// The system's name.
  public let name: String
  /// The description's file, as a code span.
  public let file: String
  /// How large the system is: `5 operations, 4 stores and 2 regions`.
  public let counts: String
  /// The day that accepted risks were held against; `nil`: none was given.
  public let date: String?
  /// What somebody who decides has to know, half a page.
  public let summary: Summary
  /// What the system is and what it must reach.
  public let context: Context
  /// Where things run; Mermaid.
  public let topology: Diagram
  /// What operations read, write, call and publish; Mermaid.
  public let dataFlow: Diagram
  /// What each operation needs and gets.
  public let guarantees: Guarantees
  /// Decisions as records.
  public let decisions: Decisions
  /// What can fail, rated.
  public let failureModes: FailureModes
  /// What each loss does to each operation; `nil` when nothing has a place.
  public let survival: Survival?
  /// The failure checklist as far as it was walked; `nil`: not yet.
  public let checklist: Checklist?
  /// What is wrong with the design as described, with fixes.
  public let findings: Findings
  /// What to do, in which order.
  public let plan: Plan
  /// What the team lives with.
  public let acceptedRisks: [AcceptedRisk]
  /// What nobody has answered yet.
  public let questions: Questions
  /// Who has to agree to what.
  public let signOff: [SignOff]
  /// Footnotes: `[^key]: …`.
  public let references: [String]
  /// Places that a page fills with charts and controls; `nil` in Markdown.
  let figure: [String: String]?

  /// One line of a list.
  public struct Line: Sendable {
    /// Markdown on one line.
    public let text: String

    init(_ text: String) { self.text = text }
  }

  /// A diagram.
  public struct Diagram: Sendable {
    /// Mermaid, without the fence around it.
    public let mermaid: String
    /// What the shapes and lines mean, and what was left out.
    public let legend: String
  }

  /// Who has to agree to what.
  public struct SignOff: Sendable {
    /// In what role.
    public let role: String
    /// What the signature means.
    public let agrees: String
  }

  /// A finding that the team lives with.
  public struct AcceptedRisk: Sendable {
    /// `R1`
    public let id: String
    /// The rule's words and id, and what it is about.
    public let risk: String
    /// Its severity.
    public let severity: String
    /// Why the team lives with it.
    public let because: String
    /// The last day; `no date` when none is stated, `**over since** …` when it has passed.
    public let until: String
  }

  /// What nobody has answered yet.
  public struct Questions: Sendable {
    /// The most telling first.
    public let items: [Item]
    /// Set when some are left out.
    public let further: String?

    /// One question and what hangs on it.
    public struct Item: Sendable {
      /// `Q1`
      public let id: String
      /// The question, the fact that answers it, and what follows from which answer.
      public let text: String
    }
  }
}

extension Review {
  /// What somebody who decides has to know.
  public struct Summary: Sendable {
    /// What the reviewer recommends, and on what grounds.
    public let recommendation: String
    /// What the system is for, where the description says so.
    public let purpose: String?
    /// What goes wrong as described, the worst first.
    public let risks: [Line]
    /// Targets that the estimates miss, in a sentence; `nil` when none is missed.
    public let missed: String?
    /// What is to be decided; the decisions about the worst findings first.
    public let asks: [Ask]
    /// Set when there are more decisions than shown.
    public let furtherAsks: String?
    /// How the work begins, and how much it is.
    public let work: String

    /// A decision that is asked for.
    public struct Ask: Sendable {
      /// `D1`
      public let id: String
      /// What it is about.
      public let subjects: String
      /// What the description does.
      public let today: String
      /// What is proposed.
      public let proposed: String
      /// What that costs.
      public let price: String
    }
  }

  /// What the system is and what it must reach.
  public struct Context: Sendable {
    /// Places, load, people, priorities.
    public let text: String
    /// What each operation must reach, beside the estimate.
    public let goals: [Goal]
    /// Set when operations are left out.
    public let furtherGoals: String?
    /// Availability targets that the estimate misses, with the arithmetic.
    public let missed: [Line]
    /// Requirements that cannot all hold.
    public let conflicts: [Conflict]
    /// What was assumed because the description does not say.
    public let assumptions: [Line]
    /// Set when assumptions are left out.
    public let furtherAssumptions: String?
    /// What the estimates rest on; `nil` when there are none.
    public let estimates: String?

    /// What one operation must reach, beside the estimate.
    public struct Goal: Sendable {
      /// The operation.
      public let operation: String
      /// Rate at peak and where clients are.
      public let load: String
      /// The latency target.
      public let latency: String
      /// Estimated 99th percentile and the least that distance alone takes.
      public let latencyEstimate: String
      /// The availability target.
      public let availability: String
      /// Estimated availability.
      public let availabilityEstimate: String
      /// Acknowledged data that may be lost.
      public let dataLoss: String
      /// Time until it works again.
      public let recovery: String
      /// The largest loss that it must survive.
      public let survives: String
    }

    /// Requirements that cannot all hold.
    public struct Conflict: Sendable {
      /// Which, of what.
      public let title: String
      /// Why, and the ways out.
      public let text: String
    }
  }

  /// What each operation needs and gets.
  public struct Guarantees: Sendable {
    /// The worst off first when there are many.
    public let rows: [Row]
    /// Set when operations are left out.
    public let furtherRows: String?
    /// How missing models show: a history each.
    public let gaps: [Gap]
    /// Models given at the price of waiting that nothing needs.
    public let excess: [Line]

    /// One operation.
    public struct Row: Sendable {
      /// The operation.
      public let operation: String
      /// What it must have.
      public let needs: String
      /// The rules and lines that say so.
      public let because: String
      /// What the design gives.
      public let gets: String
      /// Whether that is enough.
      public let verdict: String
      /// How old what it reads can be.
      public let fresh: String
    }

    /// How a missing model shows.
    public struct Gap: Sendable {
      /// What is missing, and what can happen.
      public let text: String
      /// The history, a line for each step.
      public let steps: [Line]
    }
  }

  /// What each loss does to each operation.
  public struct Survival: Sendable {
    /// What is lost.
    public let columns: [String]
    /// Operations to which every loss does the same are one row.
    public let rows: [Row]
    /// What the table does not show: single nodes and pairs that stop something.
    public let notes: [Line]
    /// Set when operations or losses are left out.
    public let furtherLosses: String?

    /// Operations to which every loss does the same.
    public struct Row: Sendable {
      /// Their names.
      public let operations: String
      /// In the order of the columns.
      public let cells: [String]
    }
  }

  /// The failure checklist, as far as it was walked.
  public struct Checklist: Sendable {
    /// How many items are answered, open, negative and stale.
    public let state: String
    /// In the order of the checklist.
    public let items: [Item]

    /// Made by whoever walked it.
    public init(state: String, items: [Item]) {
      self.state = state
      self.items = items
    }

    /// One item.
    public struct Item: Sendable {
      /// The question.
      public let question: String
      /// What was answered; a dash where nobody has.
      public let answer: String
      /// What the description shows by itself, and the findings that say so.
      public let shown: String
      /// Who sees to it, and by when; a dash where nobody is named.
      public let owner: String
      /// What people noted.
      public let note: String

      /// All are Markdown for a table's cell.
      public init(
        question: String, answer: String, shown: String, owner: String, note: String
      ) {
        self.question = question
        self.answer = answer
        self.shown = shown
        self.owner = owner
        self.note = note
      }
    }
  }

  /// What is wrong with the design as described.
  public struct Findings: Sendable {
    /// How many of which severity; `nil` when there are none.
    public let counts: String?
    /// The most severe first.
    public let items: [Item]
    /// Set when some are left out.
    public let furtherFindings: String?

    /// One rule's finding, told once for all its subjects.
    public struct Item: Sendable {
      /// `F1`
      public let id: String
      /// critical, high, medium, low or note.
      public let severity: String
      /// In a few words.
      public let title: String
      /// The rule that says so.
      public let rule: String
      /// What it is about, with lines of the description.
      public let subjects: String
      /// What is wrong.
      public let message: String
      /// Why it matters.
      public let why: String
      /// What to do.
      public let fix: String
      /// The settings that would clear it; `nil` when none does.
      public let settings: String?
      /// When it does not matter after all.
      public let exception: String?
      /// Where a page sets it apart; `nil` in Markdown.
      let mark: String?
    }
  }

  /// What to do, in which order.
  public struct Plan: Sendable {
    /// In the order of the work; empty when nothing has to change.
    public let milestones: [Milestone]
    /// The order of sagas' steps and their undos.
    public let sagas: [Saga]
    /// Ways from what is in use to what is proposed.
    public let migrations: [Migration]

    /// A stage of the work.
    public struct Milestone: Sendable {
      /// `M1`
      public let id: String
      /// In a few words.
      public let title: String
      /// Findings that it fixes; `nil` when none.
      public let fixes: String?
      /// What decisions ask for.
      public let steps: [Line]
      /// What must be seen before the next one starts.
      public let exit: String
    }

    /// The steps of one operation.
    public struct Saga: Sendable {
      /// Of what.
      public let title: String
      /// In the order to run them.
      public let steps: [Step]
      /// What stands in the way, and what keeps others from being misled.
      public let notes: [Line]
      /// One step.
      public struct Step: Sendable {
        /// Its number, name, and where it acts.
        public let number, step, at: String
        /// What it does in the saga, and what follows a refusal and silence.
        public let role, refused, silent: String
      }
    }

    /// The way from what is in use to what is proposed.
    public struct Migration: Sendable {
      /// From what to what, for whom.
      public let title: String
      /// In an order in which each is safe by itself.
      public let steps: [Line]
      /// How to go back.
      public let back: String
    }
  }
}
